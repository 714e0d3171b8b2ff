package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.WorkloadKind;
import io.patternedapp.expand.Expansion;
import io.patternedapp.expand.Names;
import io.patternedapp.status.WorkloadReadiness;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a workload of one kind takes over from one of another: the old stays until the new is ready,
 * unless both cannot stand together (a claim, a host port, a Pod's name); then the old goes first,
 * down to its Pods. Pure.
 *
 * @param wanted what is to run the Pods
 * @param old what runs them and is of another kind
 * @param first those of the old that must go before the new can come
 * @param holding Pods that still hold what the new one needs
 * @param ready whether the new one has taken over; a Job or a CronJob does so once it is made
 */
record Handover(
    List<HasMetadata> wanted,
    List<HasMetadata> old,
    List<HasMetadata> first,
    List<Pod> holding,
    boolean ready) {

  static Handover of(PatternedApp app, Collection<HasMetadata> existing, Expansion expansion) {
    var wanted = expansion.children().stream().filter(Applier::isWorkload).toList();
    var kind = app.getSpec().kind();
    var old =
        existing.stream()
            .filter(Applier::isWorkload)
            .filter(object -> !kind.name().equals(object.getKind()))
            .filter(object -> Ownership.of(object, app) == Ownership.OURS)
            .toList();
    var exclusive = Exclusive.is(app.getSpec());
    var names = podNames(app, wanted);
    var rivals =
        existing.stream()
            .filter(Pod.class::isInstance)
            .map(Pod.class::cast)
            .filter(pod -> isOfAnotherKind(pod, app))
            .filter(pod -> exclusive || names.contains(pod.getMetadata().getName()))
            .toList();
    var first = old.stream().filter(o -> exclusive || isInTheWay(o, rivals)).toList();
    return new Handover(wanted, old, first, rivals, isReady(app, wanted, existing));
  }

  /** Whether the new one cannot come yet. */
  boolean isHeldUp() {
    return waitingFor().isPresent();
  }

  /** What the new one waits for, as a sentence. */
  Optional<String> waitingFor() {
    return holding.stream()
        .findFirst()
        .map(
            pod ->
                "Pod %s of the former workload has to go first, since both need the same"
                    .formatted(pod.getMetadata().getName()));
  }

  /** Whether an object of the former workload stays for now. */
  boolean keeps(HasMetadata object) {
    return !ready && !old.isEmpty() && (old.contains(object) || isHeadless(object));
  }

  private boolean isHeadless(HasMetadata object) {
    return object instanceof Service
        && old.stream()
            .filter(StatefulSet.class::isInstance)
            .map(set -> Names.headless(set.getMetadata().getName()))
            .anyMatch(object.getMetadata().getName()::equals);
  }

  private static boolean isReady(
      PatternedApp app, List<HasMetadata> wanted, Collection<HasMetadata> existing) {
    return app.getSpec().kind().runsToCompletion()
        || wanted.stream()
            .allMatch(
                child ->
                    existing.stream()
                        .filter(object -> ChildId.of(object).equals(ChildId.of(child)))
                        .anyMatch(object -> WorkloadReadiness.isReady(object, app.getSpec())));
  }

  private static boolean isInTheWay(HasMetadata old, List<Pod> rivals) {
    return rivals.stream()
        .anyMatch(
            pod ->
                pod.equals(old)
                    || Ownership.controller(pod)
                        .filter(owner -> owner.getUid().equals(old.getMetadata().getUid()))
                        .isPresent());
  }

  /** The names that Pods of the new workload will have, where they are known. */
  private static Set<String> podNames(PatternedApp app, List<HasMetadata> wanted) {
    var names = new HashSet<String>();
    for (var workload : wanted) {
      if (workload instanceof Pod) {
        names.add(workload.getMetadata().getName());
      } else if (workload instanceof StatefulSet set) {
        var ordinals = set.getSpec().getOrdinals();
        int start = ordinals == null || ordinals.getStart() == null ? 0 : ordinals.getStart();
        IntStream.range(start, start + app.getSpec().replicaCount())
            .forEach(ordinal -> names.add(app.getMetadata().getName() + "-" + ordinal));
      }
    }
    return names;
  }

  /** Whether a Pod that has not ended is controlled by what only another kind would have. */
  private static boolean isOfAnotherKind(Pod pod, PatternedApp app) {
    var phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    if (Stream.of("Succeeded", "Failed").anyMatch(end -> end.equals(phase))) {
      return false;
    }
    var name = app.getMetadata().getName();
    return Ownership.controller(pod)
        .filter(
            owner ->
                switch (app.getSpec().kind()) {
                  case Pod -> !owner.getKind().equals(PatternedApp.class.getSimpleName());
                  case Deployment -> !owner.getKind().equals("ReplicaSet");
                  case Job -> !isJob(owner.getKind()) || !owner.getName().equals(name);
                  case CronJob -> !isJob(owner.getKind()) || owner.getName().equals(name);
                  default -> !owner.getKind().equals(app.getSpec().kind().name());
                })
        .isPresent();
  }

  private static boolean isJob(String kind) {
    return kind.equals(WorkloadKind.Job.name());
  }
}
