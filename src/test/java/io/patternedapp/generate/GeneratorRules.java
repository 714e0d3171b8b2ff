package io.patternedapp.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Rules of valid apps that the schema of the CRD does not contain; see {@code rules.yaml}. */
final class GeneratorRules {

  private static final JsonNode RULES = load();

  private GeneratorRules() {}

  /** Returns the allowed values of a field; empty if the schema determines them. */
  static List<JsonNode> allowedValues(String path) {
    return toList(find("values", path));
  }

  /** Returns the fields that a struct requires in addition to its schema. */
  static List<String> requiredFields(String path) {
    return toList(find("required", path)).stream().map(JsonNode::asText).toList();
  }

  /** Returns the fields of which a struct has exactly one; null stands for none of them. */
  static List<JsonNode> exclusiveFields(String path) {
    return toList(find("oneOf", path));
  }

  /** Returns why a field is never generated; empty if it can be. */
  static Optional<String> exclusionReason(String path) {
    for (var at = path; at.contains("."); at = at.substring(0, at.lastIndexOf('.'))) {
      var reason = find("never", at);
      if (!reason.isMissingNode()) {
        return Optional.of(reason.asText());
      }
    }
    return Optional.empty();
  }

  private static JsonNode find(String kind, String path) {
    for (var end = path; ; end = end.substring(end.indexOf('.') + 1)) {
      var found = RULES.path(kind).path(end);
      if (!found.isMissingNode()) {
        return found;
      }
      if (!end.contains(".")) {
        return MissingNode.getInstance();
      }
    }
  }

  private static List<JsonNode> toList(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static JsonNode load() {
    try (var yaml = GeneratorRules.class.getResourceAsStream("rules.yaml")) {
      return Serialization.unmarshal(
          new String(yaml.readAllBytes(), StandardCharsets.UTF_8), JsonNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
