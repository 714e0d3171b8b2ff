package io.patternedapp.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patternedapp.cli.report.Position;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML, of one or several documents, and JSON as kubectl does. */
final class YamlReader {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String MERGE = "<<";

  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private YamlReader() {}

  /**
   * The documents of a text, without the empty ones. Members that are null are left out, as the API
   * server does.
   *
   * @throws YamlException when it is not YAML, or has a key twice
   */
  static List<JsonNode> read(String text) {
    return documents(text).stream().map(YamlDocument::tree).toList();
  }

  /** The same, with the place of everything in the text. */
  static List<YamlDocument> documents(String text) {
    var settings =
        LoadSettings.builder()
            .setSchema(PlainScalars.forReading())
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    var documents = new ArrayList<YamlDocument>();
    try {
      for (var node : new Compose(settings).composeAllFromString(text)) {
        var tree = new YamlReader().convert(node);
        if (!tree.isNull()) {
          documents.add(new YamlDocument(tree, node));
        }
      }
    } catch (MarkedYamlEngineException e) {
      throw new YamlException(position(e.getProblemMark()), e.getProblem());
    } catch (YamlEngineException e) {
      throw new YamlException(
          Optional.empty(), String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    return documents;
  }

  private JsonNode convert(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar);
    }
    if (!open.add(node)) {
      throw new YamlException(position(node.getStartMark()), "the anchor contains itself");
    }
    var converted =
        node instanceof MappingNode mapping ? object(mapping) : array((SequenceNode) node);
    open.remove(node);
    return converted;
  }

  private JsonNode array(SequenceNode sequence) {
    var array = JSON.arrayNode();
    sequence.getValue().forEach(item -> array.add(convert(item)));
    return array;
  }

  private ObjectNode object(MappingNode mapping) {
    var object = JSON.objectNode();
    var merged = new ArrayList<ObjectNode>();
    for (var entry : mapping.getValue()) {
      if (isMerge(entry)) {
        merge(entry.getValueNode(), merged);
        continue;
      }
      var key = key(entry);
      if (object.has(key)) {
        throw new YamlException(
            position(entry.getKeyNode().getStartMark()),
            "key \"%s\" is there twice".formatted(key));
      }
      object.set(key, convert(entry.getValueNode()));
    }
    merged.forEach(
        from ->
            from.properties()
                .forEach(
                    e -> {
                      if (!object.has(e.getKey())) {
                        object.set(e.getKey(), e.getValue());
                      }
                    }));
    object.properties().removeIf(e -> e.getValue().isNull());
    return object;
  }

  private void merge(Node node, List<ObjectNode> merged) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> merge(item, merged));
    } else if (convert(node) instanceof ObjectNode object) {
      merged.add(object);
    } else {
      throw new YamlException(position(node.getStartMark()), "<< needs a mapping");
    }
  }

  static boolean isMerge(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode key
        && key.isPlain()
        && key.getValue().equals(MERGE);
  }

  private static String key(NodeTuple entry) {
    if (entry.getKeyNode() instanceof ScalarNode key) {
      return scalar(key).asText();
    }
    throw new YamlException(
        position(entry.getKeyNode().getStartMark()), "a key must not be a list or a mapping");
  }

  static JsonNode scalar(ScalarNode scalar) {
    return toJson(PlainScalars.value(tag(scalar), scalar.getValue()));
  }

  private static Tag tag(ScalarNode scalar) {
    var known = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);
    if (!known.contains(scalar.getTag())) {
      throw new YamlException(
          position(scalar.getStartMark()), "unknown tag %s".formatted(scalar.getTag()));
    }
    return scalar.getTag();
  }

  private static JsonNode toJson(@Nullable Object value) {
    if (value instanceof Boolean b) {
      return JSON.booleanNode(b);
    }
    if (value instanceof BigInteger i) {
      return i.bitLength() < Long.SIZE ? JSON.numberNode(i.longValue()) : JSON.numberNode(i);
    }
    if (value instanceof BigDecimal d) {
      return JSON.numberNode(d);
    }
    if (value instanceof Double d) {
      return JSON.numberNode(d);
    }
    return value == null ? JSON.nullNode() : JSON.textNode((String) value);
  }

  static Optional<Position> position(Optional<Mark> mark) {
    return mark.map(m -> new Position(m.getLine() + 1, m.getColumn() + 1));
  }
}
