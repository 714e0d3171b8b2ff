package io.patternedapp.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.model.condition.Conditions;
import io.patternedapp.model.condition.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks that docs/reference/status.md documents every condition and reason, and no other. */
class StatusDocTest {

  /** A table row whose first cell is an identifier in code style; groups: the cells. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| ([^|]+) \\|([^|]*)\\|");

  private static final List<String> HEALTHY_REASONS =
      List.of("Valid", "InSync", "Ready", "Completed", "Scheduled");

  @Test
  void statusDocListsEveryReasonAndNoOther() throws IOException {
    var rows = rows(sections("## Reasons of "));

    assertThat(rows.stream().map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values()).map(Enum::name).toList());
  }

  @Test
  void statusDocGivesRemedyForEveryFailureReason() throws IOException {
    assertThat(rows(sections("## Reasons of ")))
        .filteredOn(row -> !HEALTHY_REASONS.contains(row.group(1)))
        .allSatisfy(row -> assertThat(row.group(3)).as(row.group(1)).isNotBlank());
  }

  @Test
  void statusDocListsEveryConditionAndNoOther() throws IOException {
    assertThat(rows(sections("## Conditions")).stream().map(row -> row.group(1)))
        .containsExactlyInAnyOrder(
            Conditions.ACCEPTED, Conditions.APPLIED, Conditions.READY, Conditions.STALLED);
  }

  private static List<Matcher> rows(String text) {
    var rows = new ArrayList<Matcher>();
    for (var line : text.split("\n")) {
      var row = ROW.matcher(line);
      if (row.find()) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** Returns the sections whose heading starts with the given text. */
  private static String sections(String heading) throws IOException {
    var text = Files.readString(Path.of("docs", "reference", "status.md"));
    return Arrays.stream(text.split("(?m)(?=^## )"))
        .filter(section -> section.startsWith(heading))
        .reduce("", String::concat);
  }
}
