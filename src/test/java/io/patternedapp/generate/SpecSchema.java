package io.patternedapp.generate;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fields of a spec by their dotted paths from {@code spec}, without indices. */
public final class SpecSchema {

  private static final Path CRD = Path.of("crds", "patternedapps.patternedapp.io.yaml");

  private final JsonNode spec;
  private final List<String> usablePaths;

  private SpecSchema(JsonNode spec) {
    this.spec = spec;
    this.usablePaths =
        allPaths().stream().filter(path -> GeneratorRules.exclusionReason(path).isEmpty()).toList();
  }

  /** Reads the schema of the committed CRD. */
  public static SpecSchema read() {
    try {
      return new SpecSchema(
          Serialization.unmarshal(Files.readString(CRD), JsonNode.class)
              .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode root() {
    return spec;
  }

  /** Returns the schema of a field. */
  JsonNode schemaOf(SpecPath field) {
    var schema = field.parent().map(this::schemaOf).orElse(spec);
    return structSchema(schema).path("properties").path(field.name());
  }

  /** Returns whether a field is a list. */
  boolean isList(SpecPath field) {
    return schemaOf(field).has("items");
  }

  /** Returns the fields that an app can use on an API server without further components. */
  public List<String> usablePaths() {
    return usablePaths;
  }

  /** Returns why an app cannot use a field on such an API server; empty if it can. */
  public Optional<String> exclusionReason(String path) {
    return GeneratorRules.exclusionReason(path);
  }

  /** Returns all fields. */
  public Set<String> allPaths() {
    var paths = new LinkedHashSet<String>();
    collect(spec, "spec", paths);
    return paths;
  }

  private static void collect(JsonNode schema, String path, Set<String> paths) {
    for (var field : structSchema(schema).path("properties").properties()) {
      var fieldPath = path + "." + field.getKey();
      paths.add(fieldPath);
      collect(field.getValue(), fieldPath, paths);
    }
  }

  /** Returns the fields that a spec uses. */
  public static Set<String> usedPaths(JsonNode spec) {
    var paths = new LinkedHashSet<String>();
    collectUsed(spec, "spec", paths);
    return paths;
  }

  private static void collectUsed(JsonNode value, String path, Set<String> paths) {
    if (value.isArray()) {
      value.forEach(item -> collectUsed(item, path, paths));
    }
    for (var field : value.properties()) {
      var fieldPath = path + "." + field.getKey();
      paths.add(fieldPath);
      collectUsed(field.getValue(), fieldPath, paths);
    }
  }

  static JsonNode structSchema(JsonNode schema) {
    return schema.has("items") ? schema.get("items") : schema;
  }
}
