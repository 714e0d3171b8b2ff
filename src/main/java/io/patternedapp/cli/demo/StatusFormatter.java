package io.patternedapp.cli.demo;

import io.fabric8.kubernetes.api.model.Condition;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.api.status.Summary;
import io.patternedapp.cli.terminal.TextLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Formats the status of an app. */
final class StatusFormatter {

  private static final List<String> CONDITIONS = List.of("Accepted", "Applied", "Ready");
  private static final String DASH = "-";
  private static final String BULLET = "- ";
  private static final String BULLET_INDENT = " ".repeat(BULLET.length());

  private StatusFormatter() {}

  /**
   * Returns the conditions, with the message of each that is not True, the warnings, and the
   * columns of {@code kubectl get}.
   */
  static List<String> format(@Nullable PatternedAppStatus status, int width) {
    if (status == null) {
      return List.of("The operator has not reported a status yet.");
    }
    var lines = new ArrayList<String>(formatConditions(status, width));
    if (!status.warnings().isEmpty()) {
      lines.add("Warnings");
      status.warnings().forEach(warning -> lines.addAll(formatBullet(warning, width)));
    }
    if (status.summary() != null) {
      lines.addAll(formatColumns(status.summary()));
    }
    return lines;
  }

  private static List<String> formatConditions(PatternedAppStatus status, int width) {
    var present = CONDITIONS.stream().flatMap(type -> status.condition(type).stream()).toList();
    var titles =
        TextLayout.alignColumns(
            present.stream().map(c -> List.of(c.getType(), c.getStatus(), reason(c))).toList());
    var lines = new ArrayList<String>();
    var printedMessages = new HashSet<String>();
    for (int i = 0; i < present.size(); i++) {
      var condition = present.get(i);
      lines.add(titles.get(i));
      var message = Objects.requireNonNullElse(condition.getMessage(), "");
      if (!"True".equals(condition.getStatus()) && printedMessages.add(message)) {
        message.lines().forEach(line -> lines.addAll(formatBullet(line, width)));
      }
    }
    return lines;
  }

  private static String reason(Condition condition) {
    return Objects.requireNonNullElse(condition.getReason(), "");
  }

  /** Formats an indented list item. */
  static List<String> formatBullet(String text, int width) {
    var lines = new ArrayList<String>();
    for (var line : TextLayout.wrap(text, width - 2 * BULLET.length())) {
      lines.add("  " + (lines.isEmpty() ? BULLET : BULLET_INDENT) + line);
    }
    return lines;
  }

  private static List<String> formatColumns(Summary summary) {
    return TextLayout.alignColumns(
        List.of(
            List.of("READY", "STATUS", "WORKLOAD", "ROLES", "NODEPORTS"),
            List.of(
                orDash(summary.ready()),
                orDash(summary.status()),
                orDash(summary.workload()),
                orDash(summary.roles()),
                orDash(summary.nodePorts()))));
  }

  private static String orDash(@Nullable String text) {
    return text == null || text.isEmpty() ? DASH : text;
  }
}
