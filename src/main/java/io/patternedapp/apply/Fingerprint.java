package io.patternedapp.apply;

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
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.expand.Names;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.TreeMap;

/**
 * A digest of what the operator owns in a child. That of a live object equals that of the wanted
 * one exactly when applying it would change nothing: a field that someone else changed is no longer
 * owned, one that was dropped from the app still is. With it the caches need not hold whole objects
 * to see drift.
 *
 * <p>Values that the API server leaves out when they are zero count as null on both sides.
 */
public final class Fingerprint {

  private static final String APPLY = "Apply";
  private static final String METADATA = "metadata";
  private static final Set<String> NOT_COMPARED = Set.of("apiVersion", "kind", "status", METADATA);

  private static final Set<String> ADDED_BY_ADMISSION =
      Set.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

  /** Who owns what is half of an object, and no part of what is compared. */
  @JsonIgnoreProperties("managedFields")
  private interface WithoutOwners {}

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .addMixIn(ObjectMeta.class, WithoutOwners.class)
          .build();

  private Fingerprint() {}

  /** The digest of a child as expanded. */
  public static String ofWanted(HasMetadata wanted) {
    return wanted instanceof Pod pod ? ofPod(PodPrint.ofWanted(pod)) : digest(comparedOf(wanted));
  }

  /** The digest of a child as read from the API server, with its managedFields. */
  public static String ofLive(HasMetadata live) {
    return live instanceof Pod pod ? ofPod(PodPrint.ofLive(pod)) : digest(ownedOf(live));
  }

  /**
   * Of a Pod the annotation {@link Names#TEMPLATE_HASH} tells what it was made from, and its {@link
   * PodPrint#shape} that nobody took a field since.
   */
  static String ofPod(PodPrint print) {
    var tree = JsonNodeFactory.instance.objectNode();
    print.fields().entrySet().stream()
        .filter(field -> field.getKey().startsWith(METADATA))
        .forEach(field -> tree.put(field.getKey(), field.getValue()));
    return digest(tree.put("shape", print.shape()));
  }

  /** What is digested of a child as expanded. */
  static JsonNode comparedOf(HasMetadata wanted) {
    return compared(MAPPER.valueToTree(wanted));
  }

  /** What is digested of a child as read. */
  static JsonNode ownedOf(HasMetadata live) {
    for (var entry : live.getMetadata().getManagedFields()) {
      if (isOurs(entry)) {
        var fields = entry.getFieldsV1().getAdditionalProperties();
        return compared(OwnedFields.cut(MAPPER.valueToTree(live), fields));
      }
    }
    return compared(JsonNodeFactory.instance.objectNode());
  }

  private static boolean isOurs(ManagedFieldsEntry entry) {
    return Names.OPERATOR.equals(entry.getManager())
        && APPLY.equals(entry.getOperation())
        && (entry.getSubresource() == null || entry.getSubresource().isEmpty());
  }

  /**
   * Labels, annotations and content; not names, owners, nor what is meant to be changed by hand.
   */
  private static JsonNode compared(JsonNode tree) {
    dropDefaultTolerations(tree);
    var compared = JsonNodeFactory.instance.objectNode();
    for (var field : tree.properties()) {
      if (!NOT_COMPARED.contains(field.getKey())) {
        compared.set(field.getKey(), normal(field.getValue()));
      }
    }
    var metadata = tree.path(METADATA);
    compared.set("labels", without(metadata.path("labels"), Set.of(Names.SERVING_LABEL)));
    compared.set("annotations", without(metadata.path("annotations"), CarriedOver.NOT_TEMPLATE));
    return compared;
  }

  /**
   * Admission adds these two to the author's own, in a list that counts as one value. See
   * plugin/pkg/admission/defaulttolerationseconds in k8s.io/kubernetes.
   */
  private static void dropDefaultTolerations(JsonNode tree) {
    if (tree.path("spec").path("tolerations") instanceof ArrayNode tolerations) {
      for (var each = tolerations.iterator(); each.hasNext(); ) {
        if (ADDED_BY_ADMISSION.contains(each.next().path("key").asText())) {
          each.remove();
        }
      }
    }
  }

  private static JsonNode without(JsonNode map, Set<String> keys) {
    if (normal(map) instanceof ObjectNode object) {
      object.remove(keys);
      return normal(object);
    }
    return JsonNodeFactory.instance.nullNode();
  }

  private static JsonNode normal(JsonNode value) {
    if (isZero(value)) {
      return JsonNodeFactory.instance.nullNode();
    }
    if (value.isArray()) {
      var list = JsonNodeFactory.instance.arrayNode();
      for (var item : value) {
        list.add(normal(item));
      }
      return list;
    }
    if (value.isObject()) {
      var sorted = new TreeMap<String, JsonNode>();
      for (var field : value.properties()) {
        sorted.put(field.getKey(), normal(field.getValue()));
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
