package io.patternedapp.cli.diff;

/** Formats a diff as text. */
public final class DiffFormatter {

  private DiffFormatter() {}

  /** Returns the lines, each with its line break. */
  public static String format(AppDiff diff) {
    if (diff.isEmpty()) {
      return diff.namespacedName() + ": unchanged\n";
    }
    var disruption = diff.disruption();
    var text = new StringBuilder(diff.namespacedName());
    text.append(disruption == null ? ": new\n" : ": changed\n");
    var width =
        diff.changes().stream()
            .filter(change -> !change.description().isEmpty())
            .mapToInt(change -> change.child().length())
            .max()
            .orElse(0);
    for (var change : diff.changes()) {
      text.append("  ").append(change.action().symbol()).append(' ');
      text.append(change.child());
      if (!change.description().isEmpty()) {
        text.append(" ".repeat(2 + width - change.child().length())).append(change.description());
      }
      text.append('\n');
    }
    return text.append(disruption == null ? "" : "  disruption: " + disruption + "\n").toString();
  }
}
