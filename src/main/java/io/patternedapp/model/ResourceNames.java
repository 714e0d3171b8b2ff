package io.patternedapp.model;

/** Names of the operator and its objects. They must not change: users depend on them. */
public final class ResourceNames {

  /** Name of the operator: in its Lease, in {@code managed-by} labels and in Events. */
  public static final String OPERATOR = "patternedapp-operator";

  /** Field manager of all server-side apply requests. */
  public static final String FIELD_MANAGER = OPERATOR;

  private ResourceNames() {}

  /** Returns the name of the headless Service of a StatefulSet. */
  public static String headlessService(String app) {
    return app + "-headless";
  }

  /** Returns the name of a Pod of kind Pod; the first Pod has the name of the app. */
  public static String pod(String app, int ordinal) {
    return ordinal == 0 ? app : app + "-" + ordinal;
  }
}
