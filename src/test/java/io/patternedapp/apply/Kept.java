package io.patternedapp.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.Names;
import java.util.List;
import java.util.Set;

/** Objects as an API server would keep them after they were applied. */
final class Kept {

  private static final Set<String> UNOWNED =
      Set.of("apiVersion", "kind", "name", "namespace", "uid", "resourceVersion");

  private Kept() {}

  /** A child of the app. Its uid is "uid-" and its name unless it carries one. */
  static <T extends HasMetadata> T of(T applied, PatternedApp owner) {
    var tree = tree(applied);
    var reference = tree(Ownership.referenceTo(owner));
    tree.withObjectProperty("metadata").putArray("ownerReferences").add(reference);
    return typed(of(tree, "1"), applied);
  }

  /** What an apply of that body makes. */
  static ObjectNode of(JsonNode body, String resourceVersion) {
    var kept = (ObjectNode) body.deepCopy();
    var meta = kept.withObjectProperty("metadata");
    var entry = JsonNodeFactory.instance.objectNode();
    entry.put("manager", Names.OPERATOR).put("operation", "Apply").put("fieldsType", "FieldsV1");
    entry.set("fieldsV1", fields(body));
    meta.putArray("managedFields").add(entry);
    if (!meta.has("uid")) {
      meta.put("uid", "uid-" + meta.path("name").asText());
    }
    meta.put("resourceVersion", resourceVersion);
    meta.put("creationTimestamp", "2026-11-24T03:00:00Z");
    if (kept.path("kind").asText().equals("Pod")) {
      kept.putObject("status").put("phase", "Pending");
    }
    return kept;
  }

  /** The same, controlled by nobody. */
  static <T extends HasMetadata> T foreign(T object) {
    object.getMetadata().setOwnerReferences(List.of());
    return object;
  }

  private static ObjectNode tree(Object object) {
    return (ObjectNode) Serialization.unmarshal(Serialization.asJson(object), JsonNode.class);
  }

  @SuppressWarnings("unchecked")
  private static <T extends HasMetadata> T typed(JsonNode tree, T type) {
    return (T) Serialization.unmarshal(Serialization.asJson(tree), type.getClass());
  }

  private static ObjectNode fields(JsonNode value) {
    var fields = JsonNodeFactory.instance.objectNode();
    value
        .propertyStream()
        .filter(field -> !UNOWNED.contains(field.getKey()))
        .forEach(field -> fields.set("f:" + field.getKey(), fields(field.getValue())));
    return fields;
  }
}
