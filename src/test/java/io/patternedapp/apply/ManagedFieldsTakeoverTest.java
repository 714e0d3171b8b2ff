package io.patternedapp.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class ManagedFieldsTakeoverTest {

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata:
        name: web
        managedFields:
        - {manager: kubectl-client-side-apply, operation: Update, apiVersion: v1, fieldsType: FieldsV1,
           fieldsV1: {"f:metadata": {"f:annotations": {".": {}, "f:a": {}}, "f:finalizers": {}},
                      "f:spec": {"f:selector": {}}}}
        - {manager: helm, operation: Apply, apiVersion: v1, fieldsType: FieldsV1,
           fieldsV1: {"f:metadata": {"f:annotations": {"f:b": {}}}}}
        - {manager: cloud-controller-manager, operation: Update, apiVersion: v1, fieldsType: FieldsV1,
           fieldsV1: {"f:metadata": {"f:finalizers": {}}}}
        - {manager: lb, operation: Update, apiVersion: v1, fieldsType: FieldsV1, subresource: status,
           fieldsV1: {"f:status": {"f:loadBalancer": {}}}}
        - {manager: old, operation: Update, apiVersion: v1beta1, fieldsType: FieldsV1,
           fieldsV1: {"f:spec": {"f:type": {}}}}
      """;

  @Test
  void managedFieldsOfUsersAndToolsAreTakenOverOnAdoption() {
    var entries = ManagedFieldsTakeover.takenOver(Serialization.unmarshal(SERVICE, Service.class));

    assertThat(entries)
        .extracting(entry -> entry.getManager() + " " + entry.getOperation())
        .as("the control plane, subresources and other versions keep theirs")
        .containsExactly(
            "cloud-controller-manager Update",
            "lb Update",
            "old Update",
            "patternedapp-operator Apply");
    assertThat(entries.get(entries.size() - 1).getFieldsV1().getAdditionalProperties())
        .as("finalizers are not taken away")
        .hasToString("{f:metadata={f:annotations={.={}, f:a={}, f:b={}}}, f:spec={f:selector={}}}");
  }
}
