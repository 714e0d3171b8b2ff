package io.patternedapp.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One change of one field such as people and programs make by mistake: it is removed, emptied, set
 * to an extreme, or to what no such field can be.
 *
 * @param path the field
 * @param name what is done to it
 * @param value what it becomes; empty when it is removed
 */
public record Mutation(SpecPath path, String name, Optional<JsonNode> value) {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int LONG = 300;
  private static final int VERY_LONG = 40_000;
  private static final int MANY = 300;
  private static final String NONSENSE = "-?! \u00e4";

  /** The spec after it. */
  public ObjectNode in(ObjectNode spec, SpecSchema schema) {
    return value.map(v -> path.with(spec, schema, v)).orElseGet(() -> path.without(spec));
  }

  /** All that differ from what the spec says. */
  public static List<Mutation> of(String path, ObjectNode spec, SpecSchema schema) {
    var at = new SpecPath(path);
    var now = at.value(spec);
    var mutations = new ArrayList<Mutation>();
    if (now.isPresent()) {
      mutations.add(new Mutation(at, "removed", Optional.empty()));
    }
    values(schema.of(at), now)
        .filter(value -> !now.equals(Optional.of(value)))
        .forEach(value -> mutations.add(new Mutation(at, shown(value), Optional.of(value))));
    return mutations;
  }

  private static Stream<JsonNode> values(JsonNode schema, Optional<JsonNode> now) {
    var values = new ArrayList<JsonNode>();
    values.add(NODES.nullNode());
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      values.addAll(numbers());
      values.add(NODES.textNode(""));
      values.add(NODES.textNode("9".repeat(LONG)));
      values.add(NODES.textNode("150%"));
      values.add(NODES.textNode(NONSENSE));
    } else {
      switch (schema.path("type").asText()) {
        case "string" -> values.addAll(texts());
        case "integer" -> values.addAll(numbers());
        case "boolean" -> {
          values.add(NODES.booleanNode(true));
          values.add(NODES.booleanNode(false));
          values.add(NODES.textNode("yes"));
        }
        case "array" -> {
          values.add(NODES.arrayNode());
          values.add(NODES.textNode(NONSENSE));
          values.add(many(now.map(list -> list.path(0)).orElseGet(NODES::objectNode), 2));
          values.add(many(now.map(list -> list.path(0)).orElseGet(NODES::objectNode), MANY));
        }
        default -> {
          values.add(NODES.objectNode());
          values.add(NODES.textNode(NONSENSE));
          if (schema.has("additionalProperties")) {
            values.add(NODES.objectNode().put(NONSENSE, NONSENSE));
            values.add(NODES.objectNode().put("x".repeat(LONG), "x".repeat(VERY_LONG)));
          }
        }
      }
    }
    return values.stream();
  }

  private static List<JsonNode> texts() {
    return List.of(
        NODES.textNode(""),
        NODES.textNode("x".repeat(LONG)),
        NODES.textNode(NONSENSE),
        NODES.numberNode(1));
  }

  private static List<JsonNode> numbers() {
    return List.of(
        NODES.numberNode(0),
        NODES.numberNode(-1),
        NODES.numberNode(Integer.MAX_VALUE),
        NODES.numberNode(Long.MAX_VALUE),
        NODES.textNode("one"));
  }

  private static JsonNode many(JsonNode item, int count) {
    var list = NODES.arrayNode();
    for (int i = 0; i < count; i++) {
      list.add(item.isMissingNode() ? NODES.objectNode() : item.deepCopy());
    }
    return list;
  }

  private static String shown(JsonNode value) {
    var text = value.toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "… of " + text.length();
  }

  @Override
  public String toString() {
    return path.path() + " = " + name;
  }
}
