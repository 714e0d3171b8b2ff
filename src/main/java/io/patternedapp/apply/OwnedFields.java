package io.patternedapp.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

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
          .filter(field -> matches(item, field.getKey()))
          .findFirst()
          .ifPresent(field -> cut.add(cut(item, field.getValue())));
    }
    return cut;
  }

  private static boolean matches(JsonNode item, String field) {
    if (field.startsWith(VALUE)) {
      return item.equals(read(field, VALUE));
    }
    return field.startsWith(KEY)
        && read(field, KEY)
            .propertyStream()
            .allMatch(key -> key.getValue().equals(item.get(key.getKey())));
  }

  private static JsonNode read(String field, String prefix) {
    try {
      return KEYS.readTree(field.substring(prefix.length()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a key of fieldsV1: " + field, e);
    }
  }
}
