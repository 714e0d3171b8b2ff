package io.patternedapp.apiserver;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.patternedapp.expand.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often each child in a namespace was made and deleted, as the administrator sees it. */
final class Ledger implements AutoCloseable {

  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<Watch> watches = new ArrayList<>();

  Ledger(KubernetesClient admin, String namespace) {
    List.<Class<? extends HasMetadata>>of(
            Pod.class,
            ConfigMap.class,
            Service.class,
            NetworkPolicy.class,
            PodDisruptionBudget.class,
            Deployment.class)
        .forEach(kind -> watches.add(watch(admin, namespace, kind)));
  }

  private <R extends HasMetadata> Watch watch(
      KubernetesClient admin, String namespace, Class<R> kind) {
    return admin
        .resources(kind)
        .inNamespace(namespace)
        .withLabel(Names.APP_LABEL)
        .watch(
            new Watcher<R>() {
              @Override
              public void eventReceived(Action action, R object) {
                note(action, object);
              }

              @Override
              public void onClose(WatcherException cause) {
                throw new IllegalStateException(cause);
              }
            });
  }

  private synchronized void note(Watcher.Action action, HasMetadata object) {
    if (action == Watcher.Action.ADDED || action == Watcher.Action.DELETED) {
      var what =
          object.getMetadata().getLabels().get(Names.APP_LABEL)
              + ": "
              + action
              + " "
              + object.getKind()
              + "/"
              + object.getMetadata().getName();
      counts.merge(what, 1, Integer::sum);
    }
  }

  /** By app, deed and object. */
  synchronized Map<String, Integer> of(String app) {
    var own = new TreeMap<>(counts);
    own.keySet().removeIf(what -> !what.startsWith(app + ": "));
    return own;
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
  }
}
