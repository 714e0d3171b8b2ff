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
import io.patternedapp.status.FinishedJob;
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
  private final CurrentApps apps;
  private final ChildApplier children;
  private final PodApplier pods;

  public Applier(ChildCache cache, ChildWriter writer, Kubelets kubelets, Clock clock) {
    this.cache = cache;
    this.apps = new CurrentApps(writer::newest);
    this.children = new ChildApplier(cache, writer, apps);
    var refused = new RefusedUpdates();
    cache.whenGone(refused::forget);
    this.pods = new PodApplier(children, refused, kubelets, clock);
  }

  /**
   * Applies the expansion of an app.
   *
   * @throws KubernetesClientException when the API server is not there, or an object changed since
   *     it was read: nothing is wrong with the app, and the caller tries again
   */
  public Outcome apply(PatternedApp app, Expansion expansion) {
    apps.seen(app);
    var existing =
        cache.of(app).stream().collect(Collectors.toMap(ChildId::of, Function.identity()));
    var run = new ApplyRun(app, existing, children);
    expansion.children().stream()
        .filter(child -> !isWorkload(child) && !(child instanceof PodMonitor))
        .forEach(run::ensure);
    var handover = Handover.of(app, existing.values(), expansion);
    if (run.isClean()) {
      makeRoom(run, handover);
    }
    if (run.isClean() && !handover.isHeldUp()) {
      ensureWorkload(run, app, expansion, existing);
    }
    if (run.isClean() && !handover.isHeldUp()) {
      prune(run, existing.values(), expansion, handover);
    }
    // Nothing depends on it, so that its absence keeps nothing from running.
    expansion.children().stream().filter(PodMonitor.class::isInstance).forEach(run::ensure);
    return run.outcome();
  }

  /** Removes what cannot stand beside its successor, once that is known to be possible. */
  private static void makeRoom(ApplyRun run, Handover handover) {
    if (!handover.first().isEmpty()) {
      handover.wanted().stream().limit(1).forEach(run::ensurePossible);
      if (run.isClean()) {
        handover.first().forEach(run::remove);
      }
    }
    handover.waitingFor().ifPresent(run::waitFor);
  }

  private void ensureWorkload(
      ApplyRun run, PatternedApp app, Expansion expansion, Map<ChildId, HasMetadata> existing) {
    var job = app.getSpec().workload() == null ? null : app.getSpec().workload().job();
    var replaceable = job != null && job.replacedOnChange();
    expansion.children().stream()
        .filter(child -> isWorkload(child) && !(child instanceof Pod))
        .filter(child -> existing.containsKey(ChildId.of(child)) || !FinishedJob.isKnown(app))
        .forEach(child -> run.ensureWorkload(child, replaceable));
    pods.roll(run, app, podsOf(expansion));
  }

  private static List<Pod> podsOf(Expansion expansion) {
    return expansion.children().stream()
        .filter(Pod.class::isInstance)
        .map(Pod.class::cast)
        .toList();
  }

  /** Whether the object runs the Pods of an app, or is one. */
  static boolean isWorkload(HasMetadata child) {
    for (var kind : WorkloadKind.values()) {
      if (kind.name().equals(child.getKind())) {
        return true;
      }
    }
    return false;
  }

  /** Removes own children that are no longer wanted; content stays while something refers to it. */
  private static void prune(
      ApplyRun run, Iterable<HasMetadata> existing, Expansion expansion, Handover handover) {
    var wanted = expansion.children().stream().map(ChildId::of).collect(Collectors.toSet());
    Set<String> referred = contentInUse(existing);
    for (var object : existing) {
      var keep =
          wanted.contains(ChildId.of(object))
              || object.getMetadata().getDeletionTimestamp() != null
              || handover.keeps(object)
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
