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
 * The fields of a child that are compared: labels, annotations and content that the operator owns.
 * Names and owners are not compared, nor are the labels and annotations that change while a Pod
 * runs. Values that the API server omits when they are zero count as null.
 */
final class ComparedFields {

  private static final String APPLY = "Apply";
  private static final String METADATA = "metadata";
  private static final Set<String> IGNORED_FIELDS =
      Set.of("apiVersion", "kind", "status", METADATA);

  private static final Set<String> DEFAULT_TOLERATION_KEYS =
      Set.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

  /** Who owns what is half of an object, and no part of what is compared. */
  @JsonIgnoreProperties("managedFields")
  private interface IgnoreManagedFields {}

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .addMixIn(ObjectMeta.class, IgnoreManagedFields.class)
          .build();

  private ComparedFields() {}

  /** What is digested of a child as expanded. */
  static JsonNode ofDesired(HasMetadata desired) {
    return extractComparable(MAPPER.valueToTree(desired));
  }

  /** What is digested of a child as read. */
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

  /**
   * Labels, annotations and content; not names, owners, nor what is meant to be changed by hand.
   */
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
   * Admission adds these two to the author's own, in a list that counts as one value. See
   * plugin/pkg/admission/defaulttolerationseconds in k8s.io/kubernetes.
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

  static String digest(JsonNode tree) {
    try {
      var json = MAPPER.writeValueAsString(tree);
      var hash = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().withoutPadding().encodeToString(hash).substring(0, 22);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
