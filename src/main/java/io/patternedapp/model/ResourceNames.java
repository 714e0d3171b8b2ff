package io.patternedapp.model;

/** Names of the objects that the operator creates, and its own. Stable: users depend on them. */
public final class ResourceNames {

  /** The operator's own name: of its Lease, in {@code managed-by}, as the component of Events. */
  public static final String OPERATOR = "patternedapp-operator";

  /** The field manager of every server-side apply. */
  public static final String FIELD_MANAGER = OPERATOR;

  private ResourceNames() {}

  /** The headless Service of a StatefulSet, which gives each Pod a DNS name. */
  public static String headlessService(String app) {
    return app + "-headless";
  }

  /** Replica {@code ordinal} of a Pod workload: the app's own name for the first. */
  public static String pod(String app, int ordinal) {
    return ordinal == 0 ? app : app + "-" + ordinal;
  }
}
