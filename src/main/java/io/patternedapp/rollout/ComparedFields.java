package io.patternedapp.rollout;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.Labels;
import io.patternedapp.model.ResourceNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.TreeMap;

/**
 * Extracts the fields of a child that are compared: the labels, annotations and content that the
 * operator owns. Names, owner references, and labels and annotations that change while a Pod runs
 * are not compared. Zero values count as null, because the API server omits some of them.
 */
final class ComparedFields {

  private static final String APPLY = "Apply";
  private static final String METADATA = "metadata";
  private static final int DIGEST_LENGTH = 22;
  private static final int SHORT_DIGEST_LENGTH = 8;
  private static final Set<String> IGNORED_FIELDS =
      Set.of("apiVersion", "kind", "status", METADATA);

  private static final Set<String> DEFAULT_TOLERATION_KEYS =
      Set.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

  /** {@code managedFields} make up half of an object and are not compared. */
  @JsonIgnoreProperties("managedFields")
  private interface IgnoreManagedFields {}

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .addMixIn(ObjectMeta.class, IgnoreManagedFields.class)
          .build();

  private ComparedFields() {}

  /** Returns the compared fields of a child as expanded. */
  static JsonNode ofDesired(HasMetadata desired) {
    return extractComparable(MAPPER.valueToTree(desired));
  }

  /** Returns the compared fields of a child as read from the API server, with its managedFields. */
  static JsonNode ofLive(HasMetadata live) {
    for (var entry : live.getMetadata().getManagedFields()) {
      if (isOperatorApplyEntry(entry)) {
        var fields = entry.getFieldsV1().getAdditionalProperties();
        return extractComparable(OwnedFields.extract(MAPPER.valueToTree(live), fields));
      }
    }
    return extractComparable(JsonNodeFactory.instance.objectNode());
  }

  private static boolean isOperatorApplyEntry(ManagedFieldsEntry entry) {
    return ResourceNames.FIELD_MANAGER.equals(entry.getManager())
        && APPLY.equals(entry.getOperation())
        && (entry.getSubresource() == null || entry.getSubresource().isEmpty());
  }

  private static JsonNode extractComparable(JsonNode tree) {
    dropDefaultTolerations(tree);
    var compared = JsonNodeFactory.instance.objectNode();
    for (var field : tree.properties()) {
      if (!IGNORED_FIELDS.contains(field.getKey())) {
        compared.set(field.getKey(), normalize(field.getValue()));
      }
    }
    var metadata = tree.path(METADATA);
    compared.set("labels", withoutKeys(metadata.path("labels"), Set.of(Labels.SERVING)));
    compared.set(
        "annotations", withoutKeys(metadata.path("annotations"), Annotations.NON_TEMPLATE));
    return compared;
  }

  /**
   * Removes the two tolerations that an admission plugin adds to the list, which has one owner as a
   * whole. See plugin/pkg/admission/defaulttolerationseconds in k8s.io/kubernetes.
   */
  private static void dropDefaultTolerations(JsonNode tree) {
    if (tree.path("spec").path("tolerations") instanceof ArrayNode tolerations) {
      for (var each = tolerations.iterator(); each.hasNext(); ) {
        if (DEFAULT_TOLERATION_KEYS.contains(each.next().path("key").asText())) {
          each.remove();
        }
      }
    }
  }

  private static JsonNode withoutKeys(JsonNode map, Set<String> keys) {
    if (normalize(map) instanceof ObjectNode object) {
      object.remove(keys);
      return normalize(object);
    }
    return JsonNodeFactory.instance.nullNode();
  }

  private static JsonNode normalize(JsonNode value) {
    if (isZero(value)) {
      return JsonNodeFactory.instance.nullNode();
    }
    if (value.isArray()) {
      var list = JsonNodeFactory.instance.arrayNode();
      for (var item : value) {
        list.add(normalize(item));
      }
      return list;
    }
    if (value.isObject()) {
      var sorted = new TreeMap<String, JsonNode>();
      for (var field : value.properties()) {
        sorted.put(field.getKey(), normalize(field.getValue()));
      }
      return JsonNodeFactory.instance.objectNode().setAll(sorted);
    }
    return value;
  }

  private static boolean isZero(JsonNode value) {
    return value.isNull()
        || value.isMissingNode()
        || (value.isContainerNode() && value.isEmpty())
        || (value.isTextual() && value.textValue().isEmpty())
        || (value.isBoolean() && !value.booleanValue())
        || (value.isNumber() && value.doubleValue() == 0);
  }

  /**
   * Returns the first 8 digits of {@link #digest}, which suffice to detect a change of one field.
   */
  static String shortDigest(JsonNode tree) {
    return digest(tree).substring(0, SHORT_DIGEST_LENGTH);
  }

  /** Returns the first 22 Base64 digits (132 bits) of the SHA-256 hash of the JSON text. */
  static String digest(JsonNode tree) {
    try {
      var json = MAPPER.writeValueAsString(tree);
      var hash = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().withoutPadding().encodeToString(hash).substring(0, DIGEST_LENGTH);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
