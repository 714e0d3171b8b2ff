package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PodMonitor;
import io.patternedapp.api.WorkloadKind;
import io.patternedapp.expand.Expansion;
import io.patternedapp.expand.Names;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes an app's children as wanted with no more writes than that takes: first what the Pods need,
 * then what runs them, last the removal of what is no longer wanted. When something that the Pods
 * need is refused, the Pods stay as they are.
 */
public final class Applier {

  private final ChildCache cache;
  private final ChildApplier children;
  private final Clock clock;

  public Applier(ChildCache cache, ChildWriter writer, Clock clock) {
    this.cache = cache;
    this.children = new ChildApplier(cache, writer);
    this.clock = clock;
  }

  /**
   * Applies the expansion of an app.
   *
   * @throws KubernetesClientException when the API server is not there, or an object changed since
   *     it was read: nothing is wrong with the app, and the caller tries again
   */
  public Outcome apply(PatternedApp app, Expansion expansion) {
    var existing =
        cache.of(app).stream().collect(Collectors.toMap(ChildId::of, Function.identity()));
    var run = new ApplyRun(app, existing, children);
    var wantedPods = podsOf(expansion);
    var needed =
        expansion.children().stream()
            .filter(child -> !isWorkload(child) && !(child instanceof PodMonitor))
            .toList();
    needed.forEach(run::ensure);
    if (run.isClean()) {
      expansion.children().stream()
          .filter(child -> isWorkload(child) && !(child instanceof Pod))
          .forEach(run::ensure);
      new PodApplier(run, clock).roll(wantedPods, maxUnavailable(app));
    }
    if (run.isClean()) {
      prune(run, existing.values(), expansion);
    }
    // Nothing depends on it, so that its absence keeps nothing from running.
    expansion.children().stream().filter(PodMonitor.class::isInstance).forEach(run::ensure);
    return run.outcome();
  }

  private static List<Pod> podsOf(Expansion expansion) {
    return expansion.children().stream()
        .filter(Pod.class::isInstance)
        .map(Pod.class::cast)
        .toList();
  }

  private static boolean isWorkload(HasMetadata child) {
    for (var kind : WorkloadKind.values()) {
      if (kind.name().equals(child.getKind())) {
        return true;
      }
    }
    return false;
  }

  private static int maxUnavailable(PatternedApp app) {
    var workload = app.getSpec().workload();
    var written =
        workload == null || workload.pod() == null ? null : workload.pod().maxUnavailable();
    return PodRollout.maxUnavailable(written, app.getSpec().replicaCount());
  }

  /** Removes own children that are no longer wanted; content stays while something refers to it. */
  private static void prune(ApplyRun run, Iterable<HasMetadata> existing, Expansion expansion) {
    var wanted = expansion.children().stream().map(ChildId::of).collect(Collectors.toSet());
    Set<String> referred = contentInUse(existing);
    for (var object : existing) {
      var keep =
          wanted.contains(ChildId.of(object))
              || object.getMetadata().getDeletionTimestamp() != null
              || (object instanceof ConfigMap && referred.contains(object.getMetadata().getName()));
      if (!keep) {
        run.remove(object);
      }
    }
  }

  private static Set<String> contentInUse(Iterable<HasMetadata> existing) {
    var names = new HashSet<String>();
    for (var object : existing) {
      Map<String, String> annotations = object.getMetadata().getAnnotations();
      if (annotations.containsKey(Names.FILES)) {
        names.add(annotations.get(Names.FILES));
      }
    }
    return names;
  }
}
