package io.patternedapp.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.patternedapp.validate.format.Suggestions;
import io.patternedapp.validate.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Validates a document against the schema of the CRD, as the API server does with {@code
 * fieldValidation=Strict}. Messages use the wording of the API server, without the value of the
 * field, because it can be a secret.
 */
public final class SchemaValidator {

  static final String UNKNOWN_FIELD = "UnknownField";
  public static final String WRONG_TYPE = "WrongType";
  static final String MISSING = "Missing";
  static final String NOT_ALLOWED = "NotAllowed";
  static final String OUT_OF_RANGE = "OutOfRange";
  static final String DUPLICATE = "Duplicate";

  /** The schema keywords that are checked here, or that do not restrict values. */
  static final Set<String> SUPPORTED_KEYWORDS =
      Set.of(
          "additionalProperties",
          "anyOf",
          "default",
          "description",
          "enum",
          "items",
          "maxItems",
          "maxLength",
          "maxProperties",
          "maximum",
          "minLength",
          "minimum",
          "pattern",
          "properties",
          "required",
          "type",
          "x-kubernetes-int-or-string",
          "x-kubernetes-list-map-keys",
          "x-kubernetes-list-type",
          "x-kubernetes-validations");

  private static final Pattern SIMPLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final List<Problem> problems = new ArrayList<>();

  private SchemaValidator() {}

  /** Returns all problems of a document that is, or is intended to be, a PatternedApp. */
  public static List<Problem> validate(JsonNode document, CrdSchema schema) {
    var validator = new SchemaValidator();
    validator.requireValue(document, "apiVersion", CrdSchema.API_VERSION);
    validator.requireValue(document, "kind", CrdSchema.KIND);
    validator.validate("", schema.root(), document);
    if (document.path("metadata").isObject() && !document.at("/metadata/name").isTextual()) {
      validator.addError("metadata.name", MISSING, "Required value: set the name of the app");
    }
    return List.copyOf(validator.problems);
  }

  private void requireValue(JsonNode document, String field, String value) {
    if (!value.equals(document.path(field).asText())) {
      addError(field, NOT_ALLOWED, "must be \"%s\"".formatted(value));
    }
  }

  private void validate(String path, JsonNode schema, JsonNode value) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      validateIntOrString(path, schema, value);
      return;
    }
    switch (schema.path("type").asText()) {
      case "object" -> validateObject(path, schema, value);
      case "array" -> validateArray(path, schema, value);
      case "string" -> validateString(path, schema, value);
      case "integer" -> validateNumber(path, schema, value, "integer", value.isIntegralNumber());
      case "number" -> validateNumber(path, schema, value, "number", value.isNumber());
      case "boolean" -> {
        if (!value.isBoolean()) {
          addWrongType(path, "boolean", value, false);
        }
      }
      default -> {
        // A schema without a type accepts any value.
      }
    }
  }

  private void validateObject(String path, JsonNode schema, JsonNode value) {
    if (!value.isObject()) {
      addWrongType(path, "object", value, false);
      return;
    }
    var known = schema.path("properties");
    var others = schema.path("additionalProperties");
    value
        .properties()
        .forEach(
            member -> {
              var at = memberPath(path, member.getKey());
              if (known.has(member.getKey())) {
                validate(at, known.get(member.getKey()), member.getValue());
              } else if (others.isObject()) {
                validate(at, others, member.getValue());
              } else if (!known.isEmpty()) {
                addError(at, UNKNOWN_FIELD, "unknown field: " + suggestion(member.getKey(), known));
              }
            });
    schema
        .path("required")
        .forEach(
            name -> {
              if (!value.has(name.asText())) {
                addError(memberPath(path, name.asText()), MISSING, "Required value");
              }
            });
    validateMaximumSize(path, schema, "maxProperties", value.size(), "entries");
  }

  private void validateArray(String path, JsonNode schema, JsonNode value) {
    if (!value.isArray()) {
      addWrongType(path, "array", value, false);
      return;
    }
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < value.size(); i++) {
      var at = path + "[" + i + "]";
      validate(at, schema.path("items"), value.get(i));
      var key = uniquenessKey(schema, value.get(i));
      var first = key.isEmpty() ? null : seen.putIfAbsent(key, i);
      if (first != null) {
        addError(
            at,
            DUPLICATE,
            "Duplicate value: same %s as %s[%d]".formatted(keyFieldNames(schema), path, first));
      }
    }
    validateMaximumSize(path, schema, "maxItems", value.size(), "items");
  }

  private void validateString(String path, JsonNode schema, JsonNode value) {
    if (!value.isTextual()) {
      addWrongType(path, "string", value, value.isNumber() || value.isBoolean());
      return;
    }
    var length = value.asText().codePointCount(0, value.asText().length());
    if (schema.has("minLength") && length < schema.get("minLength").asInt()) {
      addError(
          path,
          OUT_OF_RANGE,
          length == 0
              ? "must not be empty"
              : "must have at least %d characters".formatted(schema.get("minLength").asInt()));
    }
    validateMaximumSize(path, schema, "maxLength", length, "characters");
    var allowed = textValues(schema.path("enum"));
    if (!allowed.isEmpty() && !allowed.contains(value.asText())) {
      addError(
          path,
          NOT_ALLOWED,
          allowed.stream()
              .map(a -> '"' + a + '"')
              .collect(Collectors.joining(", ", "Unsupported value: supported values: ", "")));
    }
  }

  /** The only fields of this type with a pattern are quantities. */
  private void validateIntOrString(String path, JsonNode schema, JsonNode value) {
    if (value.isIntegralNumber()) {
      validateRange(path, schema, value);
    } else if (!value.isTextual()) {
      addWrongType(path, "integer or string", value, value.isNumber());
    } else if (schema.has("pattern") && !value.asText().matches(schema.get("pattern").asText())) {
      addError(path, NOT_ALLOWED, "must be a quantity, such as 500m, 0.5 or 1Gi");
    }
  }

  private void validateNumber(
      String path, JsonNode schema, JsonNode value, String type, boolean isOfType) {
    if (isOfType) {
      validateRange(path, schema, value);
    } else {
      addWrongType(path, type, value, false);
    }
  }

  private void validateRange(String path, JsonNode schema, JsonNode value) {
    var low = schema.path("minimum");
    var high = schema.path("maximum");
    if ((!low.isMissingNode() && value.asDouble() < low.asDouble())
        || (!high.isMissingNode() && value.asDouble() > high.asDouble())) {
      addError(path, OUT_OF_RANGE, "must be " + describeRange(low, high));
    }
  }

  private static String describeRange(JsonNode low, JsonNode high) {
    if (high.isMissingNode()) {
      return "greater than or equal to " + low.asLong();
    }
    return low.isMissingNode()
        ? "less than or equal to " + high.asLong()
        : "between %d and %d, inclusive".formatted(low.asLong(), high.asLong());
  }

  private void validateMaximumSize(
      String path, JsonNode schema, String keyword, int size, String unit) {
    if (schema.has(keyword) && size > schema.get(keyword).asInt()) {
      addError(
          path,
          OUT_OF_RANGE,
          "must have at most %d %s, but has %d".formatted(schema.get(keyword).asInt(), unit, size));
    }
  }

  private void addWrongType(String path, String expected, JsonNode value, boolean quotable) {
    addError(
        path,
        WRONG_TYPE,
        "must be of type %s, but is %s%s"
            .formatted(expected, typeName(value), quotable ? ": enclose it in quotes" : ""));
  }

  private static String typeName(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case OBJECT -> "object";
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      default -> "null";
    };
  }

  /** Returns the value that must be unique in a keyed list or a set; empty in an atomic list. */
  private static String uniquenessKey(JsonNode schema, JsonNode item) {
    return switch (schema.path("x-kubernetes-list-type").asText()) {
      case "set" -> item.toString();
      case "map" ->
          textValues(schema.path("x-kubernetes-list-map-keys")).stream()
              .map(name -> keyFieldValue(schema, item, name))
              .collect(Collectors.joining("\n"));
      default -> "";
    };
  }

  private static String keyFieldValue(JsonNode schema, JsonNode item, String name) {
    return item.has(name)
        ? item.get(name).toString()
        : schema.at("/items/properties/" + name + "/default").toString();
  }

  private static String keyFieldNames(JsonNode schema) {
    var names = textValues(schema.path("x-kubernetes-list-map-keys"));
    return names.isEmpty() ? "value" : String.join(" and ", names);
  }

  private static String suggestion(String name, JsonNode known) {
    var names = new TreeSet<String>();
    known.fieldNames().forEachRemaining(names::add);
    return Suggestions.didYouMean(name, names);
  }

  private static List<String> textValues(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static String memberPath(String path, String name) {
    if (!SIMPLE_NAME.matcher(name).matches()) {
      return "%s[\"%s\"]".formatted(path, name);
    }
    return path.isEmpty() ? name : path + "." + name;
  }

  private void addError(String path, String reason, String message) {
    problems.add(Problem.error(path, reason, message));
  }
}
