package io.patternedapp.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.yaml.JsonPath;
import io.patternedapp.cli.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The OpenAPI schema of the PatternedApp CRD, which {@link SchemaValidator} checks documents
 * against. It includes the CEL rules of the CRD, but nothing evaluates them: {@link
 * io.patternedapp.validate.Validator} implements the same rules.
 */
public final class CrdSchema {

  private static final String CRD_RESOURCE =
      "/io/patternedapp/crds/patternedapps.patternedapp.io.yaml";
  static final String API_VERSION = PatternedApp.GROUP + "/" + PatternedApp.VERSION;
  static final String KIND = "PatternedApp";

  private final JsonNode root;

  private CrdSchema(JsonNode root) {
    this.root = root;
  }

  /** Loads the schema from the class path. */
  public static CrdSchema load() {
    try (var in = CrdSchema.class.getResourceAsStream(CRD_RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(CRD_RESOURCE + " is not on the class path");
      }
      var crd = YamlReader.readTrees(new String(in.readAllBytes(), StandardCharsets.UTF_8)).get(0);
      return new CrdSchema(withObjectMeta(crd.at("/spec/versions/0/schema/openAPIV3Schema")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the schema of the whole document. */
  JsonNode root() {
    return root;
  }

  /** Returns the schema of a field; a missing node for an unknown field. */
  JsonNode subschemaAt(JsonPath path) {
    var schema = root;
    for (var step : path.steps()) {
      if (step instanceof JsonPath.Member member) {
        var known = schema.path("properties").path(member.name());
        schema = known.isMissingNode() ? schema.path("additionalProperties") : known;
      } else {
        schema = schema.path("items");
      }
    }
    return schema;
  }

  /** Whether the kind or the API group of a document is the one of PatternedApps. */
  public static boolean isPatternedApp(JsonNode document) {
    return KIND.equals(document.path("kind").asText())
        || document.path("apiVersion").asText().startsWith(PatternedApp.GROUP + "/");
  }

  /** Adds the fields that every resource has and that a CRD does not declare. */
  private static ObjectNode withObjectMeta(JsonNode schema) {
    ObjectNode root = schema.deepCopy();
    var properties = (ObjectNode) root.get("properties");
    properties.putObject("apiVersion");
    properties.putObject("kind");
    properties.putObject("metadata").put("type", "object");
    root.withArray("required").add("metadata");
    return root;
  }
}
