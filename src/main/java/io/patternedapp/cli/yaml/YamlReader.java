package io.patternedapp.cli.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads YAML with one or more documents, and JSON, as kubectl does. */
public final class YamlReader {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Set<Node> ancestors = Collections.newSetFromMap(new IdentityHashMap<>());

  private YamlReader() {}

  /**
   * Reads all documents that are not empty. Fields with the value null are omitted, as in the API
   * server.
   *
   * @throws YamlException if the text is not YAML or has duplicate keys
   */
  public static List<JsonNode> readTrees(String text) {
    return readDocuments(text).stream().map(YamlDocument::tree).toList();
  }

  /** Reads all documents that are not empty, with the positions of their fields. */
  public static List<YamlDocument> readDocuments(String text) {
    var settings =
        LoadSettings.builder()
            .setSchema(KubectlScalarResolver.forReading())
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
      throw new YamlException(YamlNodes.toPosition(e.getProblemMark()), e.getProblem());
    } catch (YamlEngineException e) {
      throw new YamlException(
          Optional.empty(), String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    return documents;
  }

  private JsonNode convert(Node node) {
    if (node instanceof ScalarNode scalar) {
      return YamlNodes.convertScalar(scalar);
    }
    if (!ancestors.add(node)) {
      throw new YamlException(YamlNodes.toPosition(node.getStartMark()), "anchor contains itself");
    }
    var converted =
        node instanceof MappingNode mapping
            ? convertMapping(mapping)
            : convertSequence((SequenceNode) node);
    ancestors.remove(node);
    return converted;
  }

  private JsonNode convertSequence(SequenceNode sequence) {
    var array = JSON.arrayNode();
    sequence.getValue().forEach(item -> array.add(convert(item)));
    return array;
  }

  private ObjectNode convertMapping(MappingNode mapping) {
    var object = JSON.objectNode();
    var merged = new ArrayList<ObjectNode>();
    for (var entry : mapping.getValue()) {
      if (YamlNodes.isMergeKey(entry)) {
        collectMerged(entry.getValueNode(), merged);
        continue;
      }
      var key = keyText(entry);
      if (object.has(key)) {
        throw new YamlException(
            YamlNodes.toPosition(entry.getKeyNode().getStartMark()),
            "duplicate key \"%s\"".formatted(key));
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

  private void collectMerged(Node node, List<ObjectNode> merged) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> collectMerged(item, merged));
    } else if (convert(node) instanceof ObjectNode object) {
      merged.add(object);
    } else {
      throw new YamlException(
          YamlNodes.toPosition(node.getStartMark()), "merge key << requires a mapping");
    }
  }

  private static String keyText(NodeTuple entry) {
    if (entry.getKeyNode() instanceof ScalarNode key) {
      return YamlNodes.convertScalar(key).asText();
    }
    throw new YamlException(
        YamlNodes.toPosition(entry.getKeyNode().getStartMark()), "a key must be a scalar");
  }
}
