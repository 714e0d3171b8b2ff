package io.patternedapp.expand;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Writes out the defaults that the API server puts inside structs and lists that server-side apply
 * treats as one value ({@code +structType=atomic}, {@code +listType=atomic} in k8s.io/api core/v1).
 * Elsewhere a default is a field of nobody's; there it would look like a change of ours.
 */
final class AtomicDefaults {

  private static final long TOKEN_SECONDS = 3600;

  private AtomicDefaults() {}

  static void writeInto(JsonNode tree) {
    fill(tree, "fieldRef", "apiVersion", "v1");
    fill(tree, "resourceFieldRef", "divisor", "0");
    for (var token : tree.findValues("serviceAccountToken")) {
      if (token instanceof ObjectNode object && !object.has("expirationSeconds")) {
        object.put("expirationSeconds", TOKEN_SECONDS);
      }
    }
  }

  private static void fill(JsonNode tree, String struct, String field, String value) {
    for (var found : tree.findValues(struct)) {
      if (found instanceof ObjectNode object && !object.has(field)) {
        object.put(field, value);
      }
    }
  }
}
