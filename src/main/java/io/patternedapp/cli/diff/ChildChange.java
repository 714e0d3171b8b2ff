package io.patternedapp.cli.diff;

/**
 * What becomes of a child.
 *
 * @param action what is done to it
 * @param child its kind and name, such as {@code Service/web}; of several Pods all their names
 * @param words what that means; empty where the action says all
 */
record ChildChange(Action action, String child, String words) {

  /** What is done to a child. */
  enum Action {
    CREATE("+"),
    CHANGE("~"),
    REMOVE("-");

    private final String sign;

    Action(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }
}
