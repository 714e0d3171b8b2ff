package io.patternedapp.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.patternedapp.model.ResourceNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Computes the managedFields of an adopted object: the operator becomes the manager of the fields
 * that others wrote (kubectl apply, Helm). The first apply then removes fields that the app does
 * not declare, which would otherwise belong to their former manager for ever. Fields of the control
 * plane keep their manager. {@code csaupgrade} in k8s.io/client-go does the same for the move from
 * client-side to server-side apply.
 */
final class ManagedFieldsTakeover {

  private static final String APPLY = "Apply";
  private static final String FIELDS_V1 = "FieldsV1";
  private static final String METADATA = "f:metadata";

  private static final Set<String> CONTROL_PLANE_MANAGERS =
      Set.of("kube-controller-manager", "cloud-controller-manager", "kube-scheduler", "kubelet");

  private static final Set<String> EXCLUDED_METADATA =
      Set.of("f:finalizers", "f:ownerReferences", "f:generateName");

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private ManagedFieldsTakeover() {}

  /**
   * Returns the managedFields that the object gets with its adoption.
   *
   * @param live the object as read from the API server
   */
  static List<ManagedFieldsEntry> takenOver(HasMetadata live) {
    var entries = new ArrayList<ManagedFieldsEntry>();
    ObjectNode operatorFields = JsonNodeFactory.instance.objectNode();
    for (var entry : live.getMetadata().getManagedFields()) {
      if (isTakenOver(entry, live.getApiVersion())) {
        merge(operatorFields, MAPPER.valueToTree(entry.getFieldsV1()));
      } else {
        entries.add(entry);
      }
    }
    if (operatorFields.path(METADATA) instanceof ObjectNode metadata) {
      metadata.remove(EXCLUDED_METADATA);
    }
    operatorFields.remove("f:status");
    entries.add(
        new ManagedFieldsEntryBuilder()
            .withManager(ResourceNames.FIELD_MANAGER)
            .withOperation(APPLY)
            .withApiVersion(live.getApiVersion())
            .withFieldsType(FIELDS_V1)
            .withFieldsV1(MAPPER.convertValue(operatorFields, FieldsV1.class))
            .build());
    return entries;
  }

  private static boolean isTakenOver(ManagedFieldsEntry entry, String apiVersion) {
    return (entry.getSubresource() == null || entry.getSubresource().isEmpty())
        && apiVersion.equals(entry.getApiVersion())
        && !CONTROL_PLANE_MANAGERS.contains(entry.getManager());
  }

  private static void merge(ObjectNode into, JsonNode fields) {
    for (var field : fields.properties()) {
      if (into.get(field.getKey()) instanceof ObjectNode known) {
        merge(known, field.getValue());
      } else {
        into.set(field.getKey(), field.getValue());
      }
    }
  }
}
