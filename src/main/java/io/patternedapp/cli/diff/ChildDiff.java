package io.patternedapp.cli.diff;

/**
 * The change of a child.
 *
 * @param action the kind of the change
 * @param child the kind and name, such as {@code Service/web}; for several Pods, all names
 * @param description the details of the change; empty if there are none
 */
public record ChildDiff(Action action, String child, String description) {

  /** The kind of a change. */
  public enum Action {
    CREATE("+"),
    CHANGE("~"),
    REMOVE("-");

    private final String symbol;

    Action(String symbol) {
      this.symbol = symbol;
    }

    String symbol() {
      return symbol;
    }
  }
}
