package io.patternedapp.apiserver.support;

import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Installs the cluster-scoped objects that test apps refer to and admission requires. */
public final class ClusterPrerequisites {

  private ClusterPrerequisites() {}

  public static void install(KubernetesClient admin) {
    PodMonitorCrd.install(admin);
    admin
        .resource(
            new PriorityClassBuilder()
                .withNewMetadata()
                .withName("high")
                .endMetadata()
                .withValue(1000)
                .build())
        .serverSideApply();
    admin
        .resource(
            new RuntimeClassBuilder()
                .withNewMetadata()
                .withName("gvisor")
                .endMetadata()
                .withHandler("gvisor")
                .build())
        .serverSideApply();
  }
}
