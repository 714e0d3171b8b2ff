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
import io.patternedapp.expand.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Hands the fields of an object over to the operator, whoever wrote them (kubectl apply, Helm):
 * what the app does not want then goes with the first apply, which would else leave it to its old
 * manager for ever. What the control plane keeps in an object stays the control plane's. The same
 * as csaupgrade in k8s.io/client-go does when client-side apply gives way to server-side apply.
 */
final class Adoption {

  private static final String APPLY = "Apply";
  private static final String FIELDS_V1 = "FieldsV1";
  private static final String METADATA = "f:metadata";

  private static final Set<String> CONTROL_PLANE =
      Set.of("kube-controller-manager", "cloud-controller-manager", "kube-scheduler", "kubelet");

  private static final Set<String> NEVER_OURS =
      Set.of("f:finalizers", "f:ownerReferences", "f:generateName");

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private Adoption() {}

  /**
   * The managedFields that the object has once it is handed over.
   *
   * @param live the object as read from the API server
   */
  static List<ManagedFieldsEntry> handedOver(HasMetadata live) {
    var kept = new ArrayList<ManagedFieldsEntry>();
    ObjectNode ours = JsonNodeFactory.instance.objectNode();
    for (var entry : live.getMetadata().getManagedFields()) {
      if (isHandedOver(entry, live.getApiVersion())) {
        merge(ours, MAPPER.valueToTree(entry.getFieldsV1()));
      } else {
        kept.add(entry);
      }
    }
    if (ours.path(METADATA) instanceof ObjectNode metadata) {
      metadata.remove(NEVER_OURS);
    }
    ours.remove("f:status");
    kept.add(
        new ManagedFieldsEntryBuilder()
            .withManager(Names.OPERATOR)
            .withOperation(APPLY)
            .withApiVersion(live.getApiVersion())
            .withFieldsType(FIELDS_V1)
            .withFieldsV1(MAPPER.convertValue(ours, FieldsV1.class))
            .build());
    return kept;
  }

  private static boolean isHandedOver(ManagedFieldsEntry entry, String apiVersion) {
    return (entry.getSubresource() == null || entry.getSubresource().isEmpty())
        && apiVersion.equals(entry.getApiVersion())
        && !CONTROL_PLANE.contains(entry.getManager());
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
