package io.patternedapp.apiserver;

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
import io.patternedapp.expand.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each child in a namespace was made and deleted, as the administrator sees it. An object
 * that has another UID after an outage was deleted and made meanwhile.
 */
final class Ledger implements AutoCloseable {

  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();

  Ledger(KubernetesClient admin, String namespace) {
    List.<Class<? extends HasMetadata>>of(
            Pod.class,
            ConfigMap.class,
            Service.class,
            NetworkPolicy.class,
            PodDisruptionBudget.class,
            Deployment.class)
        .forEach(kind -> informers.add(informer(admin, namespace, kind)));
  }

  private <R extends HasMetadata> SharedIndexInformer<R> informer(
      KubernetesClient admin, String namespace, Class<R> kind) {
    return admin
        .resources(kind)
        .inNamespace(namespace)
        .withLabel(Names.APP_LABEL)
        .inform(
            new ResourceEventHandler<R>() {
              @Override
              public void onAdd(R object) {
                note("ADDED", object);
              }

              @Override
              public void onUpdate(R old, R object) {
                if (!old.getMetadata().getUid().equals(object.getMetadata().getUid())) {
                  note("DELETED", old);
                  note("ADDED", object);
                }
              }

              @Override
              public void onDelete(R object, boolean finalStateIsUnknown) {
                note("DELETED", object);
              }
            });
  }

  private synchronized void note(String deed, HasMetadata object) {
    var what =
        object.getMetadata().getLabels().get(Names.APP_LABEL)
            + ": "
            + deed
            + " "
            + object.getKind()
            + "/"
            + object.getMetadata().getName();
    counts.merge(what, 1, Integer::sum);
  }

  /** By app, deed and object. */
  synchronized Map<String, Integer> of(String app) {
    var own = new TreeMap<>(counts);
    own.keySet().removeIf(what -> !what.startsWith(app + ": "));
    return own;
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }
}
