package io.patternedapp.cli.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.cli.yaml.JsonPath.Item;
import io.patternedapp.cli.yaml.JsonPath.Member;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPathTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          spec                     | spec
          spec.sidecars[10].name   | spec sidecars #10 name
          a[0][1]                  | a #0 #1
          labels["example.com/a"]  | labels example.com/a
          labels["a.b"].c          | labels a.b c
          labels["a"]b"].c         | labels a"]b c
          labels["a[0]"]           | labels a[0]
          a.b[x].c                 | a b
          a[99999999999]           | a
          """)
  void jsonPathIsParsedIntoMembersAndIndexes(String path, String steps) {
    assertThat(
            JsonPath.parse(path).steps().stream()
                .map(
                    step -> step instanceof Item item ? "#" + item.index() : ((Member) step).name())
                .collect(Collectors.joining(" ")))
        .isEqualTo(steps);
  }

  @Test
  void emptyJsonPathHasNoSteps() {
    assertThat(JsonPath.parse("").steps()).isEmpty();
  }

  @Test
  void memberAppendsAFieldNameToTheJsonPath() {
    assertThat(JsonPath.parse("spec.sidecars[0]").memberPath("name"))
        .isEqualTo("spec.sidecars[0].name");
    assertThat(JsonPath.parse("").memberPath("spec")).isEqualTo("spec");
  }
}
