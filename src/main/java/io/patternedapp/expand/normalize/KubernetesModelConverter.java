package io.patternedapp.expand.normalize;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Converts values of the spec to upstream types: drops the fields of this project and writes
 * quantities in canonical form.
 */
public final class KubernetesModelConverter {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().addMixIn(Quantity.class, QuantityMixin.class).build();

  private KubernetesModelConverter() {}

  /**
   * Converts a value to an upstream type.
   *
   * @param written instance of the type or of a subtype
   * @param type upstream type
   * @param ownKeys fields of the subtype that the upstream type does not have
   */
  public static <T> T convert(Object written, Class<T> type, String... ownKeys) {
    JsonNode tree = MAPPER.valueToTree(written);
    if (tree instanceof ObjectNode object) {
      for (var key : ownKeys) {
        object.remove(key);
      }
    }
    AtomicDefaults.applyTo(tree);
    return fromTree(tree, type);
  }

  /**
   * Converts a value without its empty structs. The API server would add defaults to an empty
   * struct, which would look like drift.
   *
   * @return null if all structs of the value are empty
   */
  public static <T> @Nullable T convertNonEmpty(@Nullable T written, Class<T> type) {
    if (written == null) {
      return null;
    }
    ObjectNode tree = MAPPER.valueToTree(written);
    removeEmpty(tree);
    return tree.isEmpty() ? null : fromTree(tree, type);
  }

  private static <T> T fromTree(JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void removeEmpty(ObjectNode tree) {
    for (var each = tree.elements(); each.hasNext(); ) {
      if (each.next() instanceof ObjectNode struct) {
        removeEmpty(struct);
        if (struct.isEmpty()) {
          each.remove();
        }
      }
    }
  }

  /** Returns the JSON representation of a value. */
  public static ObjectNode toTree(Object written) {
    return MAPPER.valueToTree(written);
  }

  @JsonSerialize(using = CanonicalQuantitySerializer.class)
  private interface QuantityMixin {}

  private static final class CanonicalQuantitySerializer extends JsonSerializer<Quantity> {

    @Override
    public void serialize(Quantity value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(QuantityCanonicalizer.canonicalize(value).toString());
    }
  }
}
