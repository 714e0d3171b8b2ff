package io.patternedapp.cli.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A YAML document with the position of each field in its file.
 *
 * @param tree the content as JSON
 * @param node the parsed YAML, with positions
 */
public record YamlDocument(JsonNode tree, Node node) {

  private record PositionedNode(Node node, Position position) {}

  /** Returns the items of a List, which kubectl get -o yaml prints, or else the document itself. */
  public Stream<YamlDocument> expandList() {
    var written = findMember(node, "items").map(PositionedNode::node);
    if ("List".equals(tree.path("kind").asText())
        && tree.path("items").isArray()
        && written.orElse(null) instanceof SequenceNode sequence) {
      List<YamlDocument> items = new ArrayList<>();
      for (int i = 0; i < sequence.getValue().size(); i++) {
        items.add(new YamlDocument(tree.path("items").get(i), sequence.getValue().get(i)));
      }
      return items.stream();
    }
    return Stream.of(this);
  }

  /**
   * Returns the position of a field: of its key, or of the first character of an array item. For a
   * missing field, returns the position of its nearest ancestor.
   */
  public Position positionOf(String path) {
    var found = new PositionedNode(node, startPosition(node));
    for (var step : JsonPath.parse(path).steps()) {
      var next = resolveStep(found.node(), step);
      if (next.isEmpty()) {
        break;
      }
      found = next.get();
    }
    return found.position();
  }

  private static Optional<PositionedNode> resolveStep(Node node, JsonPath.Step step) {
    if (step instanceof JsonPath.Member member) {
      return findMember(node, member.name());
    }
    int index = ((JsonPath.Item) step).index();
    return node instanceof SequenceNode sequence && index < sequence.getValue().size()
        ? Optional.of(
            new PositionedNode(
                sequence.getValue().get(index), startPosition(sequence.getValue().get(index))))
        : Optional.empty();
  }

  private static Optional<PositionedNode> findMember(Node node, String name) {
    if (node instanceof MappingNode mapping) {
      return mapping.getValue().stream()
          .filter(entry -> hasKey(entry, name))
          .findFirst()
          .map(entry -> new PositionedNode(entry.getValueNode(), startPosition(entry.getKeyNode())))
          .or(() -> findMergedMember(mapping, name));
    }
    return Optional.empty();
  }

  private static Optional<PositionedNode> findMergedMember(MappingNode mapping, String name) {
    return mapping.getValue().stream()
        .filter(YamlNodes::isMergeKey)
        .map(NodeTuple::getValueNode)
        .flatMap(
            value ->
                value instanceof SequenceNode sequence
                    ? sequence.getValue().stream()
                    : Stream.of(value))
        .flatMap(from -> findMember(from, name).stream())
        .findFirst();
  }

  private static boolean hasKey(NodeTuple entry, String name) {
    return !YamlNodes.isMergeKey(entry)
        && entry.getKeyNode() instanceof ScalarNode key
        && YamlNodes.convertScalar(key).asText().equals(name);
  }

  private static Position startPosition(Node node) {
    return YamlNodes.toPosition(node.getStartMark()).orElse(new Position(1, 1));
  }
}
