package io.patternedapp.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A change of one field: it is removed, emptied, or set to an extreme or invalid value.
 *
 * @param path path of the field
 * @param description description of the change
 * @param value new value; empty if the field is removed
 */
public record Mutation(SpecPath path, String description, Optional<JsonNode> value) {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int LONG_LENGTH = 300;
  private static final int VERY_LONG_LENGTH = 40_000;
  private static final int MANY_ITEMS = 300;
  private static final String INVALID_TEXT = "-?! \u00e4";

  /** Returns a copy of the spec with the change. */
  public ObjectNode applyTo(ObjectNode spec, SpecSchema schema) {
    return value.map(v -> path.with(spec, schema, v)).orElseGet(() -> path.without(spec));
  }

  /** Returns all mutations of a field that change the spec. */
  public static List<Mutation> generateAll(String path, ObjectNode spec, SpecSchema schema) {
    var specPath = new SpecPath(path);
    var currentValue = specPath.value(spec);
    var mutations = new ArrayList<Mutation>();
    if (currentValue.isPresent()) {
      mutations.add(new Mutation(specPath, "removed", Optional.empty()));
    }
    values(schema.schemaOf(specPath), currentValue)
        .filter(value -> !currentValue.equals(Optional.of(value)))
        .forEach(
            value -> mutations.add(new Mutation(specPath, abbreviate(value), Optional.of(value))));
    return mutations;
  }

  private static Stream<JsonNode> values(JsonNode schema, Optional<JsonNode> currentValue) {
    var values = new ArrayList<JsonNode>();
    values.add(NODES.nullNode());
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      values.addAll(numericValues());
      values.add(NODES.textNode(""));
      values.add(NODES.textNode("9".repeat(LONG_LENGTH)));
      values.add(NODES.textNode("150%"));
      values.add(NODES.textNode(INVALID_TEXT));
    } else {
      switch (schema.path("type").asText()) {
        case "string" -> values.addAll(stringValues());
        case "integer" -> values.addAll(numericValues());
        case "boolean" -> {
          values.add(NODES.booleanNode(true));
          values.add(NODES.booleanNode(false));
          values.add(NODES.textNode("yes"));
        }
        case "array" -> {
          values.add(NODES.arrayNode());
          values.add(NODES.textNode(INVALID_TEXT));
          values.add(
              repeatedItems(
                  currentValue.map(list -> list.path(0)).orElseGet(NODES::objectNode), 2));
          values.add(
              repeatedItems(
                  currentValue.map(list -> list.path(0)).orElseGet(NODES::objectNode), MANY_ITEMS));
        }
        default -> {
          values.add(NODES.objectNode());
          values.add(NODES.textNode(INVALID_TEXT));
          if (schema.has("additionalProperties")) {
            values.add(NODES.objectNode().put(INVALID_TEXT, INVALID_TEXT));
            values.add(
                NODES.objectNode().put("x".repeat(LONG_LENGTH), "x".repeat(VERY_LONG_LENGTH)));
          }
        }
      }
    }
    return values.stream();
  }

  private static List<JsonNode> stringValues() {
    return List.of(
        NODES.textNode(""),
        NODES.textNode("x".repeat(LONG_LENGTH)),
        NODES.textNode(INVALID_TEXT),
        NODES.numberNode(1));
  }

  private static List<JsonNode> numericValues() {
    return List.of(
        NODES.numberNode(0),
        NODES.numberNode(-1),
        NODES.numberNode(Integer.MAX_VALUE),
        NODES.numberNode(Long.MAX_VALUE),
        NODES.textNode("one"));
  }

  private static JsonNode repeatedItems(JsonNode item, int count) {
    var list = NODES.arrayNode();
    for (int i = 0; i < count; i++) {
      list.add(item.isMissingNode() ? NODES.objectNode() : item.deepCopy());
    }
    return list;
  }

  private static String abbreviate(JsonNode value) {
    var text = value.toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "… of " + text.length();
  }

  @Override
  public String toString() {
    return path.path() + " = " + description;
  }
}
