package io.patternedapp.apply;

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

  private static final String FIELD = "f:";
  private static final String KEY = "k:";
  private static final String VALUE = "v:";
  private static final String ITSELF = ".";
  private static final ObjectMapper KEYS = JsonMapper.builder().build();

  private OwnedFields() {}

  /**
   * The part of a value that is owned. A field that is owned but that the server does not show (it
   * omits zero values) comes out as null.
   *
   * @param fields as they were read: within each field others of the same form
   */
  static JsonNode cut(JsonNode value, Map<String, ?> fields) {
    if (isLeaf(fields)) {
      return value;
    }
    return value.isArray() ? cutList(value, fields) : cutObject(value, fields);
  }

  private static boolean isLeaf(Map<String, ?> fields) {
    return fields.isEmpty() || (fields.size() == 1 && fields.containsKey(ITSELF));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> within(Map.Entry<String, ?> field) {
    return (Map<String, ?>) field.getValue();
  }

  private static JsonNode cutObject(JsonNode value, Map<String, ?> fields) {
    ObjectNode cut = JsonNodeFactory.instance.objectNode();
    for (var field : fields.entrySet()) {
      if (field.getKey().startsWith(FIELD)) {
        var name = field.getKey().substring(FIELD.length());
        var child = value.get(name);
        cut.set(
            name, child == null ? JsonNodeFactory.instance.nullNode() : cut(child, within(field)));
      }
    }
    return cut;
  }

  private static JsonNode cutList(JsonNode list, Map<String, ?> fields) {
    var items = new ArrayList<OwnedItem>();
    for (var field : fields.entrySet()) {
      var item = OwnedItem.read(field.getKey(), within(field));
      if (item != null) {
        items.add(item);
      }
    }
    var cut = JsonNodeFactory.instance.arrayNode();
    for (var value : list) {
      for (var item : items) {
        if (item.is(value)) {
          cut.add(cut(value, item.fields()));
          break;
        }
      }
    }
    return cut;
  }

  /**
   * What is owned of one item of a list.
   *
   * @param id the item itself, or the fields that name it
   * @param isKeyed whether it is named by fields
   */
  private record OwnedItem(JsonNode id, boolean isKeyed, Map<String, ?> fields) {

    /** Null for what is no item. */
    static @Nullable OwnedItem read(String name, Map<String, ?> fields) {
      var isKeyed = name.startsWith(KEY);
      if (!isKeyed && !name.startsWith(VALUE)) {
        return null;
      }
      try {
        return new OwnedItem(KEYS.readTree(name.substring(KEY.length())), isKeyed, fields);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("not a key of fieldsV1: " + name, e);
      }
    }

    boolean is(JsonNode value) {
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
