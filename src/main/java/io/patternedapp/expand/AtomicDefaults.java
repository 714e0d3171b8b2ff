package io.patternedapp.expand;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Writes out the defaults that the API server puts inside structs and lists that server-side apply
 * treats as one value ({@code +structType=atomic}, {@code +listType=atomic} in k8s.io/api).
 * Elsewhere a default is a field of nobody's; there it would look like a change of ours.
 */
final class AtomicDefaults {

  private static final long TOKEN_SECONDS = 3600;

  private AtomicDefaults() {}

  static void writeInto(JsonNode tree) {
    fill(tree, "fieldRef", "apiVersion", "v1");
    fill(tree, "resourceFieldRef", "divisor", "0");
    tree.findValues("onPodConditions")
        .forEach(patterns -> patterns.forEach(ofCondition -> fill(ofCondition, "status", "True")));
    tree.findValues("volumeClaimTemplates")
        .forEach(claims -> claims.forEach(AtomicDefaults::fillClaim));
    for (var token : tree.findValues("serviceAccountToken")) {
      if (token instanceof ObjectNode object && !object.has("expirationSeconds")) {
        object.put("expirationSeconds", TOKEN_SECONDS);
      }
    }
  }

  private static void fill(JsonNode tree, String struct, String field, String value) {
    for (var found : tree.findValues(struct)) {
      fill(found, field, value);
    }
  }

  private static void fill(JsonNode struct, String field, String value) {
    if (struct instanceof ObjectNode object && !object.has(field)) {
      object.put(field, value);
    }
  }

  private static void fillClaim(JsonNode claim) {
    fill(claim, "apiVersion", "v1");
    fill(claim, "kind", "PersistentVolumeClaim");
    fill(claim.path("spec"), "volumeMode", "Filesystem");
    if (claim instanceof ObjectNode object) {
      fill(object.putObject("status"), "phase", "Pending");
    }
  }
}
