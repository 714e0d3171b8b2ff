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
 * Cuts out of a live object what one field manager owns, by the format of {@code
 * managedFields[].fieldsV1}: {@code f:} a field, {@code k:} an item of a keyed list, {@code v:} a
 * value of a set, {@code .} the thing itself; a leaf is owned whole. See
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
   * The part of a value that is owned. A field that is owned but that the server does not show (it
   * omits zero values) comes out as null.
   *
   * @param fields as they were read: within each field others of the same form
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
   * What is owned of one item of a list.
   *
   * @param id the item itself, or the fields that name it
   * @param isKeyed whether it is named by fields
   */
  private record OwnedItem(JsonNode id, boolean isKeyed, Map<String, ?> fields) {

    /** Null for what is no item. */
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
