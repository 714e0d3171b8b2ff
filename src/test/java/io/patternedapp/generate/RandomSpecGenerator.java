package io.patternedapp.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;

/**
 * Generates a random spec from the schema. Each field is valid by itself; {@link SpecConstraints}
 * makes the fields consistent. Requested fields are always present, other optional fields at
 * random.
 */
final class RandomSpecGenerator {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final double OPTIONAL_FIELD_PROBABILITY = 0.18;
  private static final int MAX_ITEMS = 2;

  private final Random random;
  private final Collection<String> requestedPaths;

  RandomSpecGenerator(Random random, Collection<String> asked) {
    this.random = random;
    this.requestedPaths = asked;
  }

  ObjectNode generate(JsonNode schema) {
    return (ObjectNode) generateValue(schema, "spec", true);
  }

  private JsonNode generateValue(JsonNode schema, String path, boolean first) {
    if (schema.path("type").asText().equals("array")) {
      return generateList(schema, path);
    }
    var values = GeneratorRules.allowedValues(path);
    if (!values.isEmpty()) {
      return pickValue(values, path, first);
    }
    if (schema.has("properties")) {
      return generateStruct(schema, path, first);
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    if (schema.has("additionalProperties")) {
      return NODES.objectNode().put("team", "a").put("example.com/tier", "front");
    }
    return switch (schema.path("type").asText()) {
      case "boolean" -> BooleanNode.valueOf(random.nextBoolean());
      case "integer" -> IntNode.valueOf(1 + random.nextInt(30));
      case "string" -> TextNode.valueOf("text");
      default -> IntNode.valueOf(1);
    };
  }

  private ArrayNode generateList(JsonNode schema, String path) {
    var list = NODES.arrayNode();
    int size = 1 + random.nextInt(MAX_ITEMS);
    for (int i = 0; i < size; i++) {
      var item = generateValue(schema.get("items"), path, i == 0);
      if (!contains(list, item, path)) {
        list.add(item);
      }
    }
    return list;
  }

  /** Checks for duplicates of fixed values; {@link SpecConstraints} assigns the keys of others. */
  private static boolean contains(ArrayNode list, JsonNode item, String path) {
    if (GeneratorRules.allowedValues(path).isEmpty()) {
      return false;
    }
    for (var other : list) {
      if (other.equals(item)) {
        return true;
      }
    }
    return false;
  }

  private ObjectNode generateStruct(JsonNode schema, String path, boolean first) {
    var struct = NODES.objectNode();
    var chosen = chooseMember(path, first);
    var choices = GeneratorRules.exclusiveFields(path).stream().map(JsonNode::asText).toList();
    var required = new ArrayList<>(GeneratorRules.requiredFields(path));
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (var field : schema.path("properties").properties()) {
      var name = field.getKey();
      var fieldPath = path + "." + name;
      var included =
          choices.contains(name)
              ? name.equals(chosen)
              : required.contains(name)
                  || (first && isRequested(fieldPath))
                  || random.nextDouble() < OPTIONAL_FIELD_PROBABILITY;
      if (included && GeneratorRules.exclusionReason(fieldPath).isEmpty()) {
        struct.set(name, generateValue(field.getValue(), fieldPath, first));
      }
    }
    return struct;
  }

  private String chooseMember(String path, boolean first) {
    var choices = GeneratorRules.exclusiveFields(path);
    if (choices.isEmpty()) {
      return "";
    }
    if (first) {
      for (var field : requestedPaths) {
        for (var choice : choices) {
          var member = path + "." + choice.asText();
          if (field.equals(member) || field.startsWith(member + ".")) {
            return choice.asText();
          }
        }
      }
    }
    return choices.get(random.nextInt(choices.size())).asText();
  }

  private boolean isRequested(String path) {
    return requestedPaths.stream().anyMatch(a -> a.equals(path) || a.startsWith(path + "."));
  }

  /** Picks a random value, if possible one that contains the requested fields. */
  private JsonNode pickValue(List<JsonNode> values, String path, boolean first) {
    if (first) {
      var fitting =
          values.stream()
              .filter(
                  value ->
                      requestedPaths.stream()
                          .filter(a -> a.startsWith(path + "."))
                          .anyMatch(
                              a ->
                                  SpecSchema.usedPaths(
                                          NODES.objectNode().set(lastSegment(path), value))
                                      .contains(
                                          "spec."
                                              + lastSegment(path)
                                              + a.substring(path.length()))))
              .toList();
      if (!fitting.isEmpty()) {
        return fitting.get(random.nextInt(fitting.size())).deepCopy();
      }
    }
    return values.get(random.nextInt(values.size())).deepCopy();
  }

  private static String lastSegment(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
