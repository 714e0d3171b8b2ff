package io.patternedapp.expand.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Sets the defaults of the API server inside atomic structs and lists ({@code +structType=atomic},
 * {@code +listType=atomic} in k8s.io/api). The applier owns an atomic value as a whole, so a
 * default that the API server adds to it looks like drift. Other defaults have no owner.
 */
final class AtomicDefaults {

  private static final long TOKEN_EXPIRATION_SECONDS = 3600;

  private AtomicDefaults() {}

  static void applyTo(JsonNode tree) {
    setIfAbsent(tree, "fieldRef", "apiVersion", "v1");
    setIfAbsent(tree, "resourceFieldRef", "divisor", "0");
    tree.findValues("onPodConditions")
        .forEach(patterns -> patterns.forEach(pattern -> setIfAbsent(pattern, "status", "True")));
    tree.findValues("volumeClaimTemplates")
        .forEach(claims -> claims.forEach(AtomicDefaults::completeClaimTemplate));
    for (var token : tree.findValues("serviceAccountToken")) {
      if (token instanceof ObjectNode object && !object.has("expirationSeconds")) {
        object.put("expirationSeconds", TOKEN_EXPIRATION_SECONDS);
      }
    }
  }

  private static void setIfAbsent(JsonNode tree, String struct, String field, String value) {
    for (var found : tree.findValues(struct)) {
      setIfAbsent(found, field, value);
    }
  }

  private static void setIfAbsent(JsonNode struct, String field, String value) {
    if (struct instanceof ObjectNode object && !object.has(field)) {
      object.put(field, value);
    }
  }

  private static void completeClaimTemplate(JsonNode claim) {
    setIfAbsent(claim, "apiVersion", "v1");
    setIfAbsent(claim, "kind", "PersistentVolumeClaim");
    setIfAbsent(claim.path("spec"), "volumeMode", "Filesystem");
    if (claim instanceof ObjectNode object) {
      setIfAbsent(object.putObject("status"), "phase", "Pending");
    }
  }
}
