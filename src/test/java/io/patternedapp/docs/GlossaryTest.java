package io.patternedapp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks that the classes in the glossary of CONTRIBUTING and in the architecture page exist. */
class GlossaryTest {

  private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)`");

  @Test
  void glossaryNamesExistingClasses() throws IOException {
    assertThat(classNamesIn(section(Path.of("CONTRIBUTING.md"), "Glossary")))
        .isNotEmpty()
        .isSubsetOf(mainClasses());
  }

  @Test
  void architecturePageNamesExistingClasses() throws IOException {
    assertThat(classNamesIn(section(Path.of("docs/explanation/architecture.md"), "Flow of data")))
        .isNotEmpty()
        .isSubsetOf(mainClasses());
  }

  /** The names in the last column of a section's tables. */
  private static List<String> classNamesIn(String section) {
    return section
        .lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> line.split(" \\| "))
        .flatMap(cells -> CLASS_NAME.matcher(cells[cells.length - 1]).results())
        .map(name -> name.group(1))
        .toList();
  }

  private static String section(Path page, String heading) throws IOException {
    return Arrays.stream(Files.readString(page).split("(?m)(?=^## )"))
        .filter(section -> section.startsWith("## " + heading + "\n"))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> mainClasses() throws IOException {
    try (var files = Files.walk(Path.of("src", "main", "java"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.replace(".java", ""))
          .collect(Collectors.toSet());
    }
  }
}
