package io.patternedapp.crd;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Set;

/**
 * Restricts integers and quantities to values that the Java types can represent. An app with any
 * other value would break the operator's watch of all apps, so the API server must reject it.
 */
final class SchemaBounds {

  /** Upstream int-or-string fields for ports and counts; all others are quantities. */
  private static final Set<String> INT_OR_STRING_FIELDS =
      Set.of("port", "targetPort", "maxUnavailable", "minAvailable", "maxSurge");

  /** The syntax of {@code resource.Quantity} in k8s.io/apimachinery. */
  private static final String QUANTITY_PATTERN =
      "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))"
          + "(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";

  private SchemaBounds() {}

  static void apply(String property, JSONSchemaProps schema) {
    if ("integer".equals(schema.getType())) {
      boundInteger(schema);
    } else if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      if (INT_OR_STRING_FIELDS.contains(property)) {
        boundInteger(schema);
      } else {
        schema.setPattern(QUANTITY_PATTERN);
      }
    }
    if (schema.getProperties() != null) {
      schema.getProperties().forEach(SchemaBounds::apply);
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      apply(property, schema.getItems().getSchema());
    }
    if (schema.getAdditionalProperties() != null
        && schema.getAdditionalProperties().getSchema() != null) {
      apply(property, schema.getAdditionalProperties().getSchema());
    }
  }

  private static void boundInteger(JSONSchemaProps schema) {
    if (schema.getMinimum() == null) {
      schema.setMinimum((double) Integer.MIN_VALUE);
    }
    if (schema.getMaximum() == null) {
      schema.setMaximum((double) Integer.MAX_VALUE);
    }
  }
}
