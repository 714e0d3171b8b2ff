package io.patternedapp.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.schema.NullSafe;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.expand.Expansion;
import io.patternedapp.model.ChildId;
import io.patternedapp.model.ControllerReference;
import io.patternedapp.model.ResourceNames;
import io.patternedapp.model.workload.PodStatusReader;
import io.patternedapp.model.workload.WorkloadReadiness;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Plan for a change of the workload kind. The previous workload is kept until the desired workload
 * is ready. If both cannot coexist (shared claim, host port or Pod name), the previous workload and
 * its Pods are deleted first. Pure.
 *
 * @param desired the workload objects of the desired kind
 * @param previous existing workload objects of other kinds
 * @param deleteFirst the previous objects to delete before the desired objects are created
 * @param blockingPods Pods that still hold a resource that the desired workload needs
 * @param ready whether the desired workload is ready; true for a Job or CronJob as soon as it
 *     exists
 */
public record WorkloadKindMigration(
    List<HasMetadata> desired,
    List<HasMetadata> previous,
    List<HasMetadata> deleteFirst,
    List<Pod> blockingPods,
    boolean ready) {

  public static WorkloadKindMigration plan(
      PatternedApp app, Collection<HasMetadata> existing, Expansion expansion) {
    var desired =
        expansion.children().stream()
            .filter(object -> WorkloadKind.includes(object.getKind()))
            .toList();
    var kind = app.getSpec().workloadKind();
    var previous =
        existing.stream()
            .filter(object -> WorkloadKind.includes(object.getKind()))
            .filter(object -> !kind.name().equals(object.getKind()))
            .filter(object -> ObjectOwnership.resolve(object, app) == ObjectOwnership.OWNED)
            .toList();
    var exclusive = PodExclusivity.isRequired(app.getSpec());
    var podNames = podNames(app, desired);
    var conflictingPods =
        existing.stream()
            .filter(Pod.class::isInstance)
            .map(Pod.class::cast)
            .filter(pod -> isOfPreviousKind(pod, app))
            .filter(pod -> exclusive || podNames.contains(pod.getMetadata().getName()))
            .toList();
    var deleteFirst =
        previous.stream().filter(o -> exclusive || ownsAnyOf(o, conflictingPods)).toList();
    return new WorkloadKindMigration(
        desired, previous, deleteFirst, conflictingPods, isReady(app, desired, existing));
  }

  /** Whether the desired workload cannot be created yet. */
  public boolean isBlocked() {
    return waitingFor().isPresent();
  }

  /** Returns what the desired workload waits for, as a sentence; empty if it is not blocked. */
  public Optional<String> waitingFor() {
    return blockingPods.stream()
        .findFirst()
        .map(
            pod ->
                ("Waiting for Pod %s of the previous workload to terminate: both need the same"
                        + " volume, host port or Pod name")
                    .formatted(pod.getMetadata().getName()));
  }

  /** Whether to keep an object of the previous workload until the desired workload is ready. */
  public boolean shouldKeep(HasMetadata object) {
    return !ready
        && !previous.isEmpty()
        && (previous.contains(object) || isPreviousHeadlessService(object));
  }

  private boolean isPreviousHeadlessService(HasMetadata object) {
    return object instanceof Service
        && previous.stream()
            .filter(StatefulSet.class::isInstance)
            .map(set -> ResourceNames.headlessService(set.getMetadata().getName()))
            .anyMatch(object.getMetadata().getName()::equals);
  }

  private static boolean isReady(
      PatternedApp app, List<HasMetadata> desired, Collection<HasMetadata> existing) {
    return app.getSpec().workloadKind().runsToCompletion()
        || desired.stream()
            .allMatch(
                child ->
                    existing.stream()
                        .filter(object -> ChildId.of(object).equals(ChildId.of(child)))
                        .anyMatch(object -> WorkloadReadiness.isReady(object, app.getSpec())));
  }

  private static boolean ownsAnyOf(HasMetadata previous, List<Pod> conflictingPods) {
    return conflictingPods.stream()
        .anyMatch(
            pod ->
                pod.equals(previous)
                    || ControllerReference.hasUid(pod, previous.getMetadata().getUid()));
  }

  /** Returns the names of the Pods of the desired workload, if they are known in advance. */
  private static Set<String> podNames(PatternedApp app, List<HasMetadata> desired) {
    var names = new HashSet<String>();
    for (var workload : desired) {
      if (workload instanceof Pod) {
        names.add(workload.getMetadata().getName());
      } else if (workload instanceof StatefulSet set) {
        var ordinals = set.getSpec().getOrdinals();
        int start = ordinals == null ? 0 : NullSafe.orZero(ordinals.getStart());
        IntStream.range(start, start + app.getSpec().replicaCount())
            .forEach(ordinal -> names.add(app.getMetadata().getName() + "-" + ordinal));
      }
    }
    return names;
  }

  /** Whether a Pod that has not finished is controlled by a workload of another kind. */
  private static boolean isOfPreviousKind(Pod pod, PatternedApp app) {
    if (PodStatusReader.isFinished(pod)) {
      return false;
    }
    var name = app.getMetadata().getName();
    return ControllerReference.find(pod)
        .filter(
            owner ->
                switch (app.getSpec().workloadKind()) {
                  case Pod -> !owner.getKind().equals(PatternedApp.class.getSimpleName());
                  case Deployment -> !owner.getKind().equals("ReplicaSet");
                  case Job -> !isJob(owner.getKind()) || !owner.getName().equals(name);
                  case CronJob -> !isJob(owner.getKind()) || owner.getName().equals(name);
                  default -> !owner.getKind().equals(app.getSpec().workloadKind().name());
                })
        .isPresent();
  }

  private static boolean isJob(String kind) {
    return kind.equals(WorkloadKind.Job.name());
  }
}
