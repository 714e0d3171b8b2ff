package io.patternedapp.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A field of a spec as {@link SpecSchema} names it; in a list, that of the first item that has it.
 *
 * @param path dotted, from {@code spec}, without indices
 */
public record SpecPath(String path) {

  private static final String ROOT = "spec";

  /** The name of the field itself. */
  public String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** The field that this one is in; none for a field of the spec itself. */
  public Optional<SpecPath> parent() {
    var parent = path.substring(0, path.lastIndexOf('.'));
    return parent.equals(ROOT) ? Optional.empty() : Optional.of(new SpecPath(parent));
  }

  /** What holds the first value at that path. */
  public Optional<ObjectNode> findContainer(JsonNode spec) {
    return findContainers(spec)
        .filter(node -> node.has(name()))
        .findFirst()
        .map(ObjectNode.class::cast);
  }

  /** The first value at that path. */
  public Optional<JsonNode> value(JsonNode spec) {
    return findContainer(spec).map(container -> container.get(name()));
  }

  /** A copy of the spec without the first value at that path; the same where there is none. */
  public ObjectNode without(ObjectNode spec) {
    var copy = spec.deepCopy();
    findContainer(copy).ifPresent(container -> container.remove(name()));
    return copy;
  }

  /** A copy of the spec with that value there; what it is in is made where it is missing. */
  public ObjectNode with(ObjectNode spec, SpecSchema schema, JsonNode value) {
    var copy = spec.deepCopy();
    findContainer(copy).orElseGet(() -> createContainer(copy, schema)).set(name(), value);
    return copy;
  }

  /** What the field is to be in. */
  private ObjectNode createContainer(ObjectNode spec, SpecSchema schema) {
    var existing = findContainers(spec).filter(ObjectNode.class::isInstance).findFirst();
    if (existing.isPresent()) {
      return (ObjectNode) existing.get();
    }
    var parentPath = parent().orElseThrow();
    var struct = spec.objectNode();
    var container =
        parentPath.findContainer(spec).orElseGet(() -> parentPath.createContainer(spec, schema));
    container.set(
        parentPath.name(), schema.isList(parentPath) ? spec.arrayNode().add(struct) : struct);
    return struct;
  }

  private Stream<JsonNode> findContainers(JsonNode spec) {
    var nodes = List.of(spec);
    var names = path.split("\\.");
    for (int i = 1; i + 1 < names.length; i++) {
      var name = names[i];
      nodes = nodes.stream().map(n -> n.path(name)).flatMap(SpecPath::items).toList();
    }
    return nodes.stream();
  }

  private static Stream<JsonNode> items(JsonNode node) {
    return node instanceof ArrayNode list
        ? Stream.iterate(0, i -> i < list.size(), i -> i + 1).map(list::get)
        : Stream.of(node);
  }
}
