package io.patternedapp.cli.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Converts single YAML nodes: scalars as kubectl reads them, merge keys, positions. */
final class YamlNodes {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String MERGE_KEY = "<<";

  private YamlNodes() {}

  static boolean isMergeKey(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode key
        && key.isPlain()
        && key.getValue().equals(MERGE_KEY);
  }

  static JsonNode convertScalar(ScalarNode scalar) {
    return toJson(KubectlScalarResolver.toValue(requireKnownTag(scalar), scalar.getValue()));
  }

  private static Tag requireKnownTag(ScalarNode scalar) {
    var known = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);
    if (!known.contains(scalar.getTag())) {
      throw new YamlException(
          toPosition(scalar.getStartMark()), "unknown tag %s".formatted(scalar.getTag()));
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

  static Optional<Position> toPosition(Optional<Mark> mark) {
    return mark.map(m -> new Position(m.getLine() + 1, m.getColumn() + 1));
  }
}
