package io.patternedapp.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Cuts out of a live object what one field manager owns, by the format of {@code
 * managedFields[].fieldsV1}: {@code f:} a field, {@code k:} an item of a keyed list, {@code .} the
 * thing itself; a leaf is owned whole. See
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/ and
 * sigs.k8s.io/structured-merge-diff/fieldpath.
 */
final class OwnedFields {

  private static final String FIELD = "f:";
  private static final String KEY = "k:";
  private static final String ITSELF = ".";
  private static final ObjectMapper KEYS = JsonMapper.builder().build();

  private OwnedFields() {}

  /**
   * The part of a value that is owned. A field that is owned but that the server does not show (it
   * omits zero values) comes out as null.
   */
  static JsonNode cut(JsonNode value, JsonNode fields) {
    if (isLeaf(fields)) {
      return value;
    }
    return value.isArray() ? cutList(value, fields) : cutObject(value, fields);
  }

  private static boolean isLeaf(JsonNode fields) {
    return fields.propertyStream().allMatch(field -> ITSELF.equals(field.getKey()));
  }

  private static JsonNode cutObject(JsonNode value, JsonNode fields) {
    ObjectNode cut = JsonNodeFactory.instance.objectNode();
    fields
        .propertyStream()
        .filter(field -> field.getKey().startsWith(FIELD))
        .forEach(
            field -> {
              var name = field.getKey().substring(FIELD.length());
              var child = value.get(name);
              cut.set(
                  name,
                  child == null
                      ? JsonNodeFactory.instance.nullNode()
                      : cut(child, field.getValue()));
            });
    return cut;
  }

  private static JsonNode cutList(JsonNode list, JsonNode fields) {
    var cut = JsonNodeFactory.instance.arrayNode();
    for (var item : list) {
      fields
          .propertyStream()
          .filter(field -> field.getKey().startsWith(KEY) && matches(item, field))
          .findFirst()
          .ifPresent(field -> cut.add(cut(item, field.getValue())));
    }
    return cut;
  }

  private static boolean matches(JsonNode item, Map.Entry<String, JsonNode> field) {
    return keysOf(field.getKey())
        .propertyStream()
        .allMatch(key -> key.getValue().equals(item.get(key.getKey())));
  }

  private static JsonNode keysOf(String field) {
    try {
      return KEYS.readTree(field.substring(KEY.length()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a key of fieldsV1: " + field, e);
    }
  }
}
