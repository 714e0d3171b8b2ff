package io.patternedapp.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.patternedapp.validate.format.Suggestions;
import io.patternedapp.validate.problem.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Compares a value with a structural schema, as the API server does with strict field validation.
 * Messages never show a value: it may be a secret one.
 *
 * @param problems where what is found goes
 */
public record SchemaValidator(List<Problem> problems) {

  static final String UNKNOWN_FIELD = "UnknownField";
  public static final String WRONG_TYPE = "WrongType";
  static final String MISSING = "Missing";
  static final String NOT_ALLOWED = "NotAllowed";
  static final String OUT_OF_RANGE = "OutOfRange";
  static final String DUPLICATE = "Duplicate";

  /** The keywords of a schema that are heeded, or that do not restrict anything. */
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

  void validate(String path, JsonNode schema, JsonNode value) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      validateIntOrString(path, schema, value);
      return;
    }
    switch (schema.path("type").asText()) {
      case "object" -> validateObject(path, schema, value);
      case "array" -> validateArray(path, schema, value);
      case "string" -> validateString(path, schema, value);
      case "integer" -> validateNumber(path, schema, value, "an integer", value.isIntegralNumber());
      case "number" -> validateNumber(path, schema, value, "a number", value.isNumber());
      case "boolean" -> {
        if (!value.isBoolean()) {
          addWrongType(path, "true or false", value, false);
        }
      }
      default -> {
        // Whatever is not typed may be anything.
      }
    }
  }

  private void validateObject(String path, JsonNode schema, JsonNode value) {
    if (!value.isObject()) {
      addWrongType(path, "a mapping", value, false);
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
                addError(at, UNKNOWN_FIELD, "unknown field; " + suggestion(member.getKey(), known));
              }
            });
    schema
        .path("required")
        .forEach(
            name -> {
              if (!value.has(name.asText())) {
                addError(memberPath(path, name.asText()), MISSING, "is missing");
              }
            });
    validateMaximumSize(path, schema, "maxProperties", value.size(), "entries");
  }

  private void validateArray(String path, JsonNode schema, JsonNode value) {
    if (!value.isArray()) {
      addWrongType(path, "a list", value, false);
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
            "is there already, with the same %s: %s[%d]"
                .formatted(keyFieldNames(schema), path, first));
      }
    }
    validateMaximumSize(path, schema, "maxItems", value.size(), "items");
  }

  private void validateString(String path, JsonNode schema, JsonNode value) {
    if (!value.isTextual()) {
      addWrongType(path, "a string", value, value.isNumber() || value.isBoolean());
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
              .collect(Collectors.joining(", ", "must be ", ""))
              .replaceFirst(", (?=[^,]*$)", " or "));
    }
  }

  /** A pattern stands only where a quantity is meant. */
  private void validateIntOrString(String path, JsonNode schema, JsonNode value) {
    if (value.isIntegralNumber()) {
      validateRange(path, schema, value);
    } else if (!value.isTextual()) {
      addWrongType(path, "an integer or a string", value, value.isNumber());
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
      return "at least " + low.asLong();
    }
    return low.isMissingNode()
        ? "at most " + high.asLong()
        : "between %d and %d".formatted(low.asLong(), high.asLong());
  }

  private void validateMaximumSize(
      String path, JsonNode schema, String keyword, int size, String what) {
    if (schema.has(keyword) && size > schema.get(keyword).asInt()) {
      addError(
          path,
          OUT_OF_RANGE,
          "must have at most %d %s, has %d".formatted(schema.get(keyword).asInt(), what, size));
    }
  }

  private void addWrongType(String path, String wanted, JsonNode value, boolean quotable) {
    addError(
        path,
        WRONG_TYPE,
        "must be %s, is %s%s"
            .formatted(wanted, describeType(value), quotable ? ": put it in quotes" : ""));
  }

  private static String describeType(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "a mapping";
      case STRING -> "a string";
      case BOOLEAN -> "true or false";
      case NUMBER -> value.isIntegralNumber() ? "an integer" : "a number with a fraction";
      default -> "nothing";
    };
  }

  /** What must be unique among the items of a keyed list or a set; empty when nothing must. */
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
