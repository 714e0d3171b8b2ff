package io.patternedapp.apiserver.support;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.patternedapp.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the creations and deletions of each child in a namespace with informers of the
 * administrator. A changed UID after an outage counts as a deletion and a creation.
 */
final class CreateDeleteCounter implements AutoCloseable {

  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();

  CreateDeleteCounter(KubernetesClient admin, String namespace) {
    List.<Class<? extends HasMetadata>>of(
            Pod.class,
            ConfigMap.class,
            Service.class,
            NetworkPolicy.class,
            PodDisruptionBudget.class,
            Deployment.class)
        .forEach(kind -> informers.add(startInformer(admin, namespace, kind)));
  }

  private <R extends HasMetadata> SharedIndexInformer<R> startInformer(
      KubernetesClient admin, String namespace, Class<R> kind) {
    return admin
        .resources(kind)
        .inNamespace(namespace)
        .withLabel(Labels.APP)
        .inform(
            new ResourceEventHandler<R>() {
              @Override
              public void onAdd(R object) {
                record("ADDED", object);
              }

              @Override
              public void onUpdate(R old, R object) {
                if (!old.getMetadata().getUid().equals(object.getMetadata().getUid())) {
                  record("DELETED", old);
                  record("ADDED", object);
                }
              }

              @Override
              public void onDelete(R object, boolean finalStateIsUnknown) {
                record("DELETED", object);
              }
            });
  }

  private synchronized void record(String action, HasMetadata object) {
    var key =
        object.getMetadata().getLabels().get(Labels.APP)
            + ": "
            + action
            + " "
            + object.getKind()
            + "/"
            + object.getMetadata().getName();
    counts.merge(key, 1, Integer::sum);
  }

  /** Returns the counts of an app; keys have the form {@code app: ADDED Kind/name}. */
  synchronized Map<String, Integer> countsOf(String app) {
    var appCounts = new TreeMap<>(counts);
    appCounts.keySet().removeIf(key -> !key.startsWith(app + ": "));
    return appCounts;
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }
}
