package io.patternedapp.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Flattens the compared fields of a Pod into the paths and values of a {@link PodFieldDigests}. */
final class PodFieldDigestsBuilder {

  private static final Set<String> PLAIN_FIELDS = Set.of("image", "restartPolicy");
  private static final Set<String> RESIZABLE = Set.of("cpu", "memory");

  private final SortedMap<String, String> fields = new TreeMap<>();

  private PodFieldDigestsBuilder() {}

  /**
   * Flattens the compared fields of a Pod.
   *
   * @param compared the tree that {@link ComparedFields} extracts
   */
  static SortedMap<String, String> flatten(JsonNode compared) {
    var builder = new PodFieldDigestsBuilder();
    builder.addEntries(FingerprintPaths.LABELS, compared.path("labels"), key -> false);
    builder.addEntries(FingerprintPaths.ANNOTATIONS, compared.path("annotations"), key -> false);
    for (var field : compared.path("spec").properties()) {
      builder.addSpecField(field.getKey(), field.getValue());
    }
    return builder.fields;
  }

  private void addSpecField(String name, JsonNode value) {
    var path = "spec." + name;
    if (FingerprintPaths.CONTAINER_LISTS.contains(name)) {
      value.forEach(container -> addContainer(path, container));
      put(path, joinNames(value));
    } else if (name.equals("volumes")) {
      value.forEach(
          volume ->
              put(
                  FingerprintPaths.item(path, volume.path("name").asText()),
                  ComparedFields.shortDigest(volume)));
    } else if (path.equals(FingerprintPaths.TOLERATIONS)) {
      value.forEach(this::addToleration);
    } else if (path.equals(FingerprintPaths.ACTIVE_DEADLINE) && !value.isNull()) {
      put(path, value.asText());
    } else {
      addDigest(path, value);
    }
  }

  /** Adds {@code tolerationSeconds} as the value, because the other fields are immutable. */
  private void addToleration(JsonNode toleration) {
    var withoutSeconds = (ObjectNode) toleration.deepCopy();
    var seconds = withoutSeconds.remove("tolerationSeconds");
    put(
        FingerprintPaths.item(
            FingerprintPaths.TOLERATIONS, ComparedFields.shortDigest(withoutSeconds)),
        seconds == null ? "" : seconds.asText());
  }

  private void addContainer(String list, JsonNode container) {
    var path = FingerprintPaths.item(list, container.path("name").asText());
    for (var field : container.properties()) {
      var name = path + "." + field.getKey();
      if (PLAIN_FIELDS.contains(field.getKey()) && !field.getValue().isNull()) {
        put(name, field.getValue().asText());
      } else if (field.getKey().equals("resources")) {
        addResources(name, field.getValue());
      } else if (field.getKey().equals("resizePolicy")) {
        field
            .getValue()
            .forEach(
                policy ->
                    put(
                        FingerprintPaths.item(name, policy.path("resourceName").asText()),
                        policy.path("restartPolicy").asText()));
      } else {
        addDigest(name, field.getValue());
      }
    }
    container.path("env").forEach(this::addEnvFieldRef);
  }

  private void addResources(String path, JsonNode resources) {
    for (var part : resources.properties()) {
      if (part.getKey().equals("claims")) {
        addDigest(path + ".claims", part.getValue());
      } else {
        addEntries(path + "." + part.getKey(), part.getValue(), RESIZABLE::contains);
      }
    }
  }

  private void addEnvFieldRef(JsonNode env) {
    var path = env.path("valueFrom").path("fieldRef").path("fieldPath").asText();
    if (path.startsWith(FingerprintPaths.LABELS) || path.startsWith(FingerprintPaths.ANNOTATIONS)) {
      put(FingerprintPaths.ENV_FIELD_REF + path.replace("'", ""), "");
    }
  }

  private void addEntries(String path, JsonNode map, Predicate<String> isPlain) {
    for (var entry : map.properties()) {
      put(
          FingerprintPaths.item(path, entry.getKey()),
          isPlain.test(entry.getKey())
              ? entry.getValue().asText()
              : ComparedFields.shortDigest(entry.getValue()));
    }
  }

  private void addDigest(String path, JsonNode value) {
    if (!value.isNull()) {
      put(path, ComparedFields.shortDigest(value));
    }
  }

  private void put(String path, String value) {
    fields.put(path, value);
  }

  /** Returns the names in order, because the order of containers is compared, too. */
  private static String joinNames(JsonNode containers) {
    var names = new StringBuilder();
    containers.forEach(container -> names.append(container.path("name").asText()).append(' '));
    return names.toString().strip();
  }
}
