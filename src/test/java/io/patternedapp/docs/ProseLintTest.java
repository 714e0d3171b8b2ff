package io.patternedapp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps the text of the project in the vocabulary of Kubernetes: comments, messages, descriptions,
 * help, docs, chart, CRD and examples. The words and their replacements are in prose-lint.txt.
 */
class ProseLintTest {

  private static final Path WORD_LIST =
      Path.of("src/test/resources/io/patternedapp/docs/prose-lint.txt");

  private static final List<String> ROOTS =
      List.of("src", "docs", "deploy", "crds", "examples", ".ci", ".github");

  private static final List<String> SUFFIXES =
      List.of(
          ".java", ".md", ".yaml", ".yml", ".tpl", ".txt", ".json", ".lua", ".xml", ".properties");

  /** Scripts and build files without a suffix of their own. */
  private static final List<String> ROOT_FILES =
      List.of(
          "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "pom.xml", "Dockerfile");

  /** Text of others: schemas and the list itself. */
  private static final List<String> EXCLUDED = List.of("prose-lint.txt", "sarif-schema-2.1.0.json");

  private static final int MAX_REPORTED = 60;

  /**
   * An entry of the word list.
   *
   * @param pattern what not to write
   * @param replacement what to write instead
   * @param example a text that the pattern matches
   */
  record Entry(Pattern pattern, String replacement, String example) {

    @Override
    public String toString() {
      return pattern.pattern();
    }
  }

  static Stream<Entry> entries() throws IOException {
    return Files.readAllLines(WORD_LIST).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("# "))
        .map(line -> line.split(" \\| "))
        .map(
            parts ->
                new Entry(
                    Pattern.compile(parts[0].strip(), Pattern.CASE_INSENSITIVE),
                    parts[1].strip(),
                    parts[2].strip()));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void patternMatchesItsExample(Entry entry) {
    assertThat(entry.example()).containsPattern(entry.pattern());
  }

  @Test
  void textOfTheProjectUsesKubernetesVocabulary() throws IOException {
    var entries = entries().toList();
    var files = files();

    var violations = new ArrayList<String>();
    for (var file : files) {
      var lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        for (var entry : entries) {
          var match = entry.pattern().matcher(lines.get(i));
          if (match.find()) {
            violations.add(
                "%s:%d: \"%s\": write %s"
                    .formatted(file, i + 1, match.group().strip(), entry.replacement()));
          }
        }
      }
    }

    assertThat(files).as("files that were read").hasSizeGreaterThan(500);
    assertThat(violations.stream().limit(MAX_REPORTED))
        .as("%d violations, see %s", violations.size(), WORD_LIST)
        .isEmpty();
  }

  private static List<Path> files() {
    return Stream.concat(
            ROOT_FILES.stream().map(Path::of), ROOTS.stream().flatMap(ProseLintTest::walk))
        .filter(file -> EXCLUDED.stream().noneMatch(file::endsWith))
        .sorted()
        .toList();
  }

  private static Stream<Path> walk(String root) {
    try (var files = Files.walk(Path.of(root))) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> root.equals(".ci") || SUFFIXES.stream().anyMatch(file.toString()::endsWith))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
