package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.monitoring.PodMonitor;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.apply.guard.RejectedInPlaceUpdates;
import io.patternedapp.apply.guard.StalenessGuard;
import io.patternedapp.expand.Expansion;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.ChildId;
import io.patternedapp.model.workload.RecordedJobResult;
import io.patternedapp.rollout.WorkloadKindMigration;
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
  private final StalenessGuard stalenessGuard;
  private final ChildApplier children;
  private final PodRolloutExecutor pods;

  public Applier(ChildCache cache, ChildWriter writer, KubeletCapabilities kubelets, Clock clock) {
    this.cache = cache;
    this.stalenessGuard = new StalenessGuard(writer::readFresh);
    this.children = new ChildApplier(cache, writer, stalenessGuard);
    var rejectedUpdates = new RejectedInPlaceUpdates();
    cache.onDeleted(rejectedUpdates::forget);
    this.pods = new PodRolloutExecutor(children, rejectedUpdates, kubelets, clock);
  }

  /**
   * Applies the expansion of an app.
   *
   * @throws KubernetesClientException when the API server is not there, or an object changed since
   *     it was read: nothing is wrong with the app, and the caller tries again
   */
  public ApplyResult apply(PatternedApp app, Expansion expansion) {
    stalenessGuard.observe(app);
    var existing =
        cache.list(app).stream().collect(Collectors.toMap(ChildId::of, Function.identity()));
    var context = new ApplyContext(app, existing, children);
    expansion.children().stream()
        .filter(child -> !WorkloadKind.includes(child.getKind()) && !(child instanceof PodMonitor))
        .forEach(context::ensure);
    var migration = WorkloadKindMigration.plan(app, existing.values(), expansion);
    if (context.hasNoErrors()) {
      deleteConflictingWorkload(context, migration);
    }
    if (context.hasNoErrors() && !migration.isBlocked()) {
      ensureWorkload(context, app, expansion, existing);
    }
    if (context.hasNoErrors() && !migration.isBlocked()) {
      prune(context, existing.values(), expansion, migration);
    }
    // Nothing depends on it, so that its absence keeps nothing from running.
    expansion.children().stream().filter(PodMonitor.class::isInstance).forEach(context::ensure);
    return context.toResult();
  }

  /** Removes what cannot stand beside its successor, once that is known to be possible. */
  private static void deleteConflictingWorkload(
      ApplyContext context, WorkloadKindMigration migration) {
    if (!migration.deleteFirst().isEmpty()) {
      migration.desired().stream().limit(1).forEach(context::ensureCreatable);
      if (context.hasNoErrors()) {
        migration.deleteFirst().forEach(context::deleteIfOwned);
      }
    }
    migration.waitingFor().ifPresent(context::recordWaitingFor);
  }

  private void ensureWorkload(
      ApplyContext context,
      PatternedApp app,
      Expansion expansion,
      Map<ChildId, HasMetadata> existing) {
    var job = app.getSpec().workload() == null ? null : app.getSpec().workload().job();
    var canReplace = job != null && job.shouldReplaceOnChange();
    expansion.children().stream()
        .filter(child -> WorkloadKind.includes(child.getKind()) && !(child instanceof Pod))
        .filter(
            child -> existing.containsKey(ChildId.of(child)) || !RecordedJobResult.isRecorded(app))
        .forEach(child -> context.ensureWorkload(child, canReplace));
    pods.execute(context, app, podsOf(expansion));
  }

  private static List<Pod> podsOf(Expansion expansion) {
    return expansion.children().stream()
        .filter(Pod.class::isInstance)
        .map(Pod.class::cast)
        .toList();
  }

  /** Removes own children that are no longer wanted; content stays while something refers to it. */
  private static void prune(
      ApplyContext context,
      Iterable<HasMetadata> existing,
      Expansion expansion,
      WorkloadKindMigration migration) {
    var desired = expansion.children().stream().map(ChildId::of).collect(Collectors.toSet());
    Set<String> inUse = fileConfigMapsInUse(existing);
    for (var object : existing) {
      var keep =
          desired.contains(ChildId.of(object))
              || object.getMetadata().getDeletionTimestamp() != null
              || migration.shouldKeep(object)
              || (object instanceof ConfigMap && inUse.contains(object.getMetadata().getName()));
      if (!keep) {
        context.deleteIfOwned(object);
      }
    }
  }

  private static Set<String> fileConfigMapsInUse(Iterable<HasMetadata> existing) {
    var names = new HashSet<String>();
    for (var object : existing) {
      Map<String, String> annotations = object.getMetadata().getAnnotations();
      if (annotations.containsKey(Annotations.FILES)) {
        names.add(annotations.get(Annotations.FILES));
      }
    }
    return names;
  }
}
