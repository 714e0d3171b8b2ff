package io.patternedapp.cli.diff;

/**
 * What becomes of a child.
 *
 * @param action what is done to it
 * @param child its kind and name, such as {@code Service/web}; of several Pods all their names
 * @param description what that means; empty where the action says all
 */
public record ChildDiff(Action action, String child, String description) {

  /** What is done to a child. */
  public enum Action {
    CREATE("+"),
    CHANGE("~"),
    REMOVE("-");

    private final String symbol;

    Action(String sign) {
      this.symbol = sign;
    }

    String symbol() {
      return symbol;
    }
  }
}
