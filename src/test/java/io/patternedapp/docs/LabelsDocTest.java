package io.patternedapp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.model.Annotations;
import io.patternedapp.model.Labels;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that docs/reference/labels-and-annotations.md has a row for each key of the operator. */
class LabelsDocTest {

  private static final Path PAGE = Path.of("docs", "reference", "labels-and-annotations.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(patternedapp\\.io/[a-z-]+)` \\|");

  @Test
  void pageListsEveryKeyOfTheOperatorAndNoOther() throws IOException {
    assertThat(ROW.matcher(Files.readString(PAGE)).results().map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(keys());
  }

  private static List<String> keys() {
    return Stream.of(Labels.class, Annotations.class)
        .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
        .filter(field -> Modifier.isPublic(field.getModifiers()))
        .filter(field -> field.getType() == String.class)
        .map(LabelsDocTest::value)
        .filter(key -> key.startsWith(Labels.PREFIX) && !key.equals(Labels.PREFIX))
        .toList();
  }

  private static String value(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
