package io.patternedapp.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.validate.Problem;
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
final class Schema {

  private static final String CRD = "/io/patternedapp/crds/patternedapps.patternedapp.io.yaml";
  private static final String API_VERSION = PatternedApp.GROUP + "/" + PatternedApp.VERSION;
  private static final String KIND = "PatternedApp";

  private final JsonNode root;

  private Schema(JsonNode root) {
    this.root = root;
  }

  /** Reads the schema from the class path. */
  static Schema load() {
    try (var in = Schema.class.getResourceAsStream(CRD)) {
      if (in == null) {
        throw new IllegalStateException(CRD + " is not on the class path");
      }
      var crd = YamlReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8)).get(0);
      return new Schema(withObjectMeta(crd.at("/spec/versions/0/schema/openAPIV3Schema")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema itself, for a test that looks for keywords that nobody checks. */
  JsonNode root() {
    return root;
  }

  /** The part of the schema that is about a field; a missing node where there is none. */
  JsonNode at(JsonPath path) {
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
  List<Problem> check(JsonNode document) {
    var problems = new ArrayList<Problem>();
    expect(document, "apiVersion", API_VERSION, problems);
    expect(document, "kind", KIND, problems);
    new SchemaWalk(problems).value("", root, document);
    if (document.path("metadata").isObject() && !document.at("/metadata/name").isTextual()) {
      problems.add(Problem.error("metadata.name", SchemaWalk.MISSING, "is missing: name the app"));
    }
    return problems;
  }

  /** Whether a document is, or is meant to be, a PatternedApp. */
  static boolean isApp(JsonNode document) {
    return KIND.equals(document.path("kind").asText())
        || document.path("apiVersion").asText().startsWith(PatternedApp.GROUP + "/");
  }

  private static void expect(
      JsonNode document, String field, String value, List<Problem> problems) {
    if (!value.equals(document.path(field).asText())) {
      problems.add(Problem.error(field, SchemaWalk.NOT_ALLOWED, "must be \"%s\"".formatted(value)));
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
