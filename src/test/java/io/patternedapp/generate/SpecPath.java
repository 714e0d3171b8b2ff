package io.patternedapp.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The path of a field in a spec. Within a list it refers to the first item that has the field.
 *
 * @param path dotted path from {@code spec}, without indices
 */
public record SpecPath(String path) {

  private static final String ROOT = "spec";

  /** Returns the name of the field. */
  public String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** Returns the path of the parent; empty for a field of the spec itself. */
  public Optional<SpecPath> parent() {
    var parent = path.substring(0, path.lastIndexOf('.'));
    return parent.equals(ROOT) ? Optional.empty() : Optional.of(new SpecPath(parent));
  }

  /** Returns the struct that contains the first value at this path. */
  public Optional<ObjectNode> findContainer(JsonNode spec) {
    return findContainers(spec)
        .filter(node -> node.has(name()))
        .findFirst()
        .map(ObjectNode.class::cast);
  }

  /** Returns the first value at this path. */
  public Optional<JsonNode> value(JsonNode spec) {
    return findContainer(spec).map(container -> container.get(name()));
  }

  /** Returns a copy of the spec without the first value at this path. */
  public ObjectNode without(ObjectNode spec) {
    var copy = spec.deepCopy();
    findContainer(copy).ifPresent(container -> container.remove(name()));
    return copy;
  }

  /** Returns a copy of the spec with the value at this path; creates missing parents. */
  public ObjectNode with(ObjectNode spec, SpecSchema schema, JsonNode value) {
    var copy = spec.deepCopy();
    findContainer(copy).orElseGet(() -> createContainer(copy, schema)).set(name(), value);
    return copy;
  }

  /** Creates the struct that contains the field. */
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
