package io.patternedapp.api.schema;

/** Keys of labels and annotations that the operator sets, besides {@code patternedapp.io/*}. */
public final class ReservedKeys {

  public static final String NAME_LABEL = "app.kubernetes.io/name";
  public static final String INSTANCE_LABEL = "app.kubernetes.io/instance";
  public static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";
  public static final String DEFAULT_CONTAINER_ANNOTATION =
      "kubectl.kubernetes.io/default-container";

  private ReservedKeys() {}
}
