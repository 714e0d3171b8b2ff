package io.patternedapp.apiserver.support;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.monitoring.PodMonitor;
import java.time.Duration;

/** The PodMonitor CRD of the Prometheus operator, reduced to the fields that the operator uses. */
public final class PodMonitorCrd {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final String CRD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: podmonitors.monitoring.coreos.com}
      spec:
        group: monitoring.coreos.com
        scope: Namespaced
        names: {kind: PodMonitor, listKind: PodMonitorList, plural: podmonitors, singular: podmonitor}
        versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: object
              required: [spec]
              properties:
                spec:
                  type: object
                  required: [selector]
                  properties:
                    jobLabel: {type: string}
                    podMetricsEndpoints:
                      type: array
                      items:
                        type: object
                        properties:
                          port: {type: string}
                          portNumber: {type: integer, format: int32, minimum: 1, maximum: 65535}
                          path: {type: string}
                          interval: {type: string}
                    selector:
                      type: object
                      x-kubernetes-map-type: atomic
                      properties:
                        matchLabels: {type: object, additionalProperties: {type: string}}
      """;

  private PodMonitorCrd() {}

  public static void install(KubernetesClient admin) {
    admin.resource(Serialization.unmarshal(CRD, CustomResourceDefinition.class)).serverSideApply();
    await().atMost(TIMEOUT).ignoreExceptions().until(() -> isServed(admin));
  }

  public static void remove(KubernetesClient admin) {
    admin.resource(Serialization.unmarshal(CRD, CustomResourceDefinition.class)).delete();
    await().atMost(TIMEOUT).until(() -> !admin.supports(PodMonitor.class));
  }

  private static boolean isServed(KubernetesClient admin) {
    admin.resources(PodMonitor.class).inAnyNamespace().list();
    return admin.supports(PodMonitor.class);
  }
}
