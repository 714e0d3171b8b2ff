package io.patternedapp.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.patternedapp.cli.report.Position;
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
 * A document, and where in its file each part of it is written.
 *
 * @param tree what it says
 * @param node how it is written
 */
record YamlDocument(JsonNode tree, Node node) {

  private record Found(Node node, Position position) {}

  /** The items of a List, as kubectl get -o yaml writes it; else the document itself. */
  Stream<YamlDocument> items() {
    var written = member(node, "items").map(Found::node);
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
   * Where a field is written: its key, or the first character of an item of a list. Of a field that
   * is not there, its nearest parent that is.
   */
  Position positionOf(String path) {
    var found = new Found(node, start(node));
    for (var step : JsonPath.parse(path).steps()) {
      var next = step(found.node(), step);
      if (next.isEmpty()) {
        break;
      }
      found = next.get();
    }
    return found.position();
  }

  private static Optional<Found> step(Node node, JsonPath.Step step) {
    if (step instanceof JsonPath.Member member) {
      return member(node, member.name());
    }
    int index = ((JsonPath.Item) step).index();
    return node instanceof SequenceNode sequence && index < sequence.getValue().size()
        ? Optional.of(
            new Found(sequence.getValue().get(index), start(sequence.getValue().get(index))))
        : Optional.empty();
  }

  private static Optional<Found> member(Node node, String name) {
    if (node instanceof MappingNode mapping) {
      return mapping.getValue().stream()
          .filter(entry -> isNamed(entry, name))
          .findFirst()
          .map(entry -> new Found(entry.getValueNode(), start(entry.getKeyNode())))
          .or(() -> merged(mapping, name));
    }
    return Optional.empty();
  }

  private static Optional<Found> merged(MappingNode mapping, String name) {
    return mapping.getValue().stream()
        .filter(YamlReader::isMerge)
        .map(NodeTuple::getValueNode)
        .flatMap(
            value ->
                value instanceof SequenceNode sequence
                    ? sequence.getValue().stream()
                    : Stream.of(value))
        .flatMap(from -> member(from, name).stream())
        .findFirst();
  }

  private static boolean isNamed(NodeTuple entry, String name) {
    return !YamlReader.isMerge(entry)
        && entry.getKeyNode() instanceof ScalarNode key
        && YamlReader.scalar(key).asText().equals(name);
  }

  private static Position start(Node node) {
    return YamlReader.position(node.getStartMark()).orElse(new Position(1, 1));
  }
}
