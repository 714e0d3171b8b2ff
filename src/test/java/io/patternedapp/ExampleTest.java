package io.patternedapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.validate.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the rules that apply to every example. */
class ExampleTest {

  private static final int MIN_EXAMPLES = 12;

  static List<Example> examples() {
    return Example.all();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleStartsWithACommentOnWhenToUseIt(Example example) {
    var comment = example.documents().get(0).lines().takeWhile(line -> line.startsWith("# "));

    assertThat(String.join("\n", comment.toList())).contains("\n# Use it when ");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleHasNoValidationProblems(Example example) {
    assertThat(example.apps()).allSatisfy(app -> assertThat(Validator.validate(app)).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleIsLinkedFromTheTour(Example example) throws IOException {
    assertThat(Files.readString(Path.of("docs", "tutorials", "tour.md")))
        .contains("(../../examples/%s.yaml)".formatted(example.name()));
  }

  @Test
  void exampleAppNamesAreUnique() {
    assertThat(Example.all()).hasSizeGreaterThanOrEqualTo(MIN_EXAMPLES);
    assertThat(Example.all())
        .flatExtracting(Example::apps)
        .extracting(app -> app.getMetadata().getName())
        .doesNotHaveDuplicates();
  }
}
