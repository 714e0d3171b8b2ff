package io.patternedapp.cli.diff;

/** A difference as lines for a person. */
public final class DiffText {

  private DiffText() {}

  /** The lines, each with its line break. */
  public static String of(AppDiff diff) {
    if (diff.isEmpty()) {
      return diff.name() + ": no change\n";
    }
    var price = diff.price();
    var text = new StringBuilder(diff.name());
    text.append(price == null ? ": new\n" : ": changes\n");
    var width =
        diff.changes().stream()
            .filter(change -> !change.words().isEmpty())
            .mapToInt(change -> change.child().length())
            .max()
            .orElse(0);
    for (var change : diff.changes()) {
      text.append("  ").append(change.action().sign()).append(' ');
      text.append(change.child());
      if (!change.words().isEmpty()) {
        text.append(" ".repeat(2 + width - change.child().length())).append(change.words());
      }
      text.append('\n');
    }
    return text.append(price == null ? "" : "  price: " + price + "\n").toString();
  }
}
