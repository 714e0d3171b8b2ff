package io.patternedapp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.GoldenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks the decision records and generates their index, docs/adr/README.md. */
class DecisionRecordIndexTest {

  private static final Path FOLDER = Path.of("docs", "adr");
  private static final Pattern FILE_NAME = Pattern.compile("(\\d{4})-[a-z0-9-]+\\.md");

  private static final String HEAD =
      """
      <!-- Generated from the records; see CONTRIBUTING.md for how to renew it. -->
      # Decision records

      Each record states the context of a decision, the decision, and its consequences. A decision that \
      is replaced keeps its record, with a link to the new one. 0001 to 0009 are about the caches, 0010 to 0019 about \
      workarounds for the Java Operator SDK and the client, from 0020 on about everything else.

      | record | decision |
      |---|---|
      """;

  @Test
  void indexListsEveryRecord() throws IOException {
    GoldenFile.assertMatches(
        FOLDER.resolve("README.md"),
        records().stream()
            .map(DecisionRecordIndexTest::row)
            .collect(Collectors.joining("", HEAD, "")));
  }

  @Test
  void everyRecordHasContextDecisionAndConsequences() throws IOException {
    assertThat(records())
        .isNotEmpty()
        .allSatisfy(
            file ->
                assertThat(Files.readString(file))
                    .as(file.toString())
                    .contains("## Context", "## Decision", "## Consequences"));
  }

  private static List<Path> records() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files
          .filter(file -> FILE_NAME.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  private static String row(Path file) {
    var name = file.getFileName().toString();
    return "| [%s](%s) | %s |\n".formatted(name.substring(0, 4), name, title(file));
  }

  /** The heading of a record, without its number. */
  private static String title(Path file) {
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("# "))
          .findFirst()
          .orElseThrow()
          .replaceFirst("^# (ADR[ -]*)?(\\d+[.: -]*)?", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
