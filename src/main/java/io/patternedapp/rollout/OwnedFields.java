package io.patternedapp.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Extracts the fields of a live object that one field manager owns. The format of {@code
 * managedFields[].fieldsV1} is: {@code f:} for a field, {@code k:} for an item of a keyed list,
 * {@code v:} for a value of a set, {@code .} for the value itself. A leaf is owned as a whole. See
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/ and
 * sigs.k8s.io/structured-merge-diff/fieldpath.
 */
final class OwnedFields {

  private static final String FIELD_PREFIX = "f:";
  private static final String KEY_PREFIX = "k:";
  private static final String VALUE_PREFIX = "v:";
  private static final String SELF = ".";
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private OwnedFields() {}

  /**
   * Returns the owned part of a value. An owned field that the API server omits, because its value
   * is zero, becomes null.
   *
   * @param fields the fieldsV1 tree: each field maps to a tree of the same form
   */
  static JsonNode extract(JsonNode value, Map<String, ?> fields) {
    if (isLeaf(fields)) {
      return value;
    }
    return value.isArray() ? extractList(value, fields) : extractObject(value, fields);
  }

  private static boolean isLeaf(Map<String, ?> fields) {
    return fields.isEmpty() || (fields.size() == 1 && fields.containsKey(SELF));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> subFields(Map.Entry<String, ?> field) {
    return (Map<String, ?>) field.getValue();
  }

  private static JsonNode extractObject(JsonNode value, Map<String, ?> fields) {
    ObjectNode extracted = JsonNodeFactory.instance.objectNode();
    for (var field : fields.entrySet()) {
      if (field.getKey().startsWith(FIELD_PREFIX)) {
        var name = field.getKey().substring(FIELD_PREFIX.length());
        var child = value.get(name);
        extracted.set(
            name,
            child == null ? JsonNodeFactory.instance.nullNode() : extract(child, subFields(field)));
      }
    }
    return extracted;
  }

  private static JsonNode extractList(JsonNode list, Map<String, ?> fields) {
    var items = new ArrayList<OwnedItem>();
    for (var field : fields.entrySet()) {
      var item = OwnedItem.parse(field.getKey(), subFields(field));
      if (item != null) {
        items.add(item);
      }
    }
    var extracted = JsonNodeFactory.instance.arrayNode();
    for (var value : list) {
      for (var item : items) {
        if (item.matches(value)) {
          extracted.add(extract(value, item.fields()));
          break;
        }
      }
    }
    return extracted;
  }

  /**
   * The owned part of one list item.
   *
   * @param id the value of the item, or its key fields
   * @param isKeyed whether {@code id} holds key fields
   */
  private record OwnedItem(JsonNode id, boolean isKeyed, Map<String, ?> fields) {

    /** Parses an entry of fieldsV1; null if the entry is not a list item. */
    static @Nullable OwnedItem parse(String name, Map<String, ?> fields) {
      var isKeyed = name.startsWith(KEY_PREFIX);
      if (!isKeyed && !name.startsWith(VALUE_PREFIX)) {
        return null;
      }
      try {
        return new OwnedItem(MAPPER.readTree(name.substring(KEY_PREFIX.length())), isKeyed, fields);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("not a key of fieldsV1: " + name, e);
      }
    }

    boolean matches(JsonNode value) {
      if (!isKeyed) {
        return value.equals(id);
      }
      for (var key : id.properties()) {
        if (!key.getValue().equals(value.get(key.getKey()))) {
          return false;
        }
      }
      return true;
    }
  }
}
