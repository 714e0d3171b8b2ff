package io.patternedapp.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.yaml.JsonPath;
import io.patternedapp.cli.yaml.YamlReader;
import io.patternedapp.validate.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The schema of the CRD, so that what the API server would refuse, or silently drop, is found
 * without one. Rules in CEL are not among it: {@link io.patternedapp.validate.Validator} says what
 * they say.
 */
public final class CrdSchema {

  private static final String CRD_RESOURCE =
      "/io/patternedapp/crds/patternedapps.patternedapp.io.yaml";
  private static final String API_VERSION = PatternedApp.GROUP + "/" + PatternedApp.VERSION;
  private static final String KIND = "PatternedApp";

  private final JsonNode root;

  private CrdSchema(JsonNode root) {
    this.root = root;
  }

  /** Reads the schema from the class path. */
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

  /** The schema itself, for a test that looks for keywords that nobody checks. */
  JsonNode root() {
    return root;
  }

  /** The part of the schema that is about a field; a missing node where there is none. */
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

  /** All that is wrong with a document that is meant to be an app. */
  public List<Problem> validate(JsonNode document) {
    var problems = new ArrayList<Problem>();
    requireValue(document, "apiVersion", API_VERSION, problems);
    requireValue(document, "kind", KIND, problems);
    new SchemaValidator(problems).validate("", root, document);
    if (document.path("metadata").isObject() && !document.at("/metadata/name").isTextual()) {
      problems.add(
          Problem.error("metadata.name", SchemaValidator.MISSING, "is missing: name the app"));
    }
    return problems;
  }

  /** Whether a document is, or is meant to be, a PatternedApp. */
  public static boolean isPatternedApp(JsonNode document) {
    return KIND.equals(document.path("kind").asText())
        || document.path("apiVersion").asText().startsWith(PatternedApp.GROUP + "/");
  }

  private static void requireValue(
      JsonNode document, String field, String value, List<Problem> problems) {
    if (!value.equals(document.path(field).asText())) {
      problems.add(
          Problem.error(field, SchemaValidator.NOT_ALLOWED, "must be \"%s\"".formatted(value)));
    }
  }

  /** What every resource has, and a CRD does not say. */
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
