package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.patternedapp.api.PatternedApp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pods that a controller should have made and does not, as where a quota or a policy refuses them.
 * Only a Deployment says so in its status; of the others only their Events tell why.
 */
public final class MissingPods {

  /** How long a controller may take: it makes Pods within a second, and more after a failure. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private MissingPods() {}

  /** Whether fewer Pods exist than what runs them should have made by now. */
  public static boolean areMissing(PatternedApp app, Observed observed) {
    var pods = observed.pods();
    if (pods.stream().anyMatch(Pods::isBeingDeleted)) {
      return false;
    }
    if (observed.workload() instanceof StatefulSet set) {
      return StatefulSets.isSeen(set)
          && pods.size() < app.getSpec().replicaCount()
          && pods.stream().allMatch(Pods::isReady);
    }
    if (observed.workload() instanceof DaemonSet set) {
      return DaemonSets.isSeen(set) && pods.size() < DaemonSets.wanted(set);
    }
    return observed.workload() instanceof Job job && pods.isEmpty() && isToRun(job);
  }

  /** That Pods have been missing for longer than it takes to make them. */
  static Optional<Verdict> verdict(Situation situation, List<Pod> live, int wanted, Clock clock) {
    var workload = situation.observed().workload();
    var since = situation.observed().podsMissingSince();
    if (workload == null || since == null || !areMissing(situation.app(), situation.observed())) {
      return Optional.empty();
    }
    var overdue = !clock.instant().isBefore(since.plus(PATIENCE));
    return overdue || isKnown(situation.app())
        ? Optional.of(
            Verdict.no(
                Reason.PodsNotMade, describe(workload, live.size(), toMake(workload, wanted))))
        : Optional.empty();
  }

  /** Known already from before a restart of the operator, which then does not wait again. */
  private static boolean isKnown(PatternedApp app) {
    return app.getStatus() != null
        && app.getStatus()
            .condition(Conditions.READY)
            .filter(c -> Reason.PodsNotMade.name().equals(c.getReason()))
            .isPresent();
  }

  private static String describe(HasMetadata workload, int made, int wanted) {
    return ("%1$s %2$s has made %3$d of %4$d Pods: kubectl describe %5$s %2$s shows in its"
            + " Events what refuses the others, such as a quota, a policy or a webhook. It goes on"
            + " by itself when that is gone")
        .formatted(
            workload.getKind(),
            workload.getMetadata().getName(),
            made,
            wanted,
            workload.getKind().toLowerCase(Locale.ROOT));
  }

  /** A Job's Pods are wanted as many at a time as it says. */
  private static int toMake(HasMetadata workload, int wanted) {
    return workload instanceof Job job ? Jobs.parallelism(job) : wanted;
  }

  private static boolean isToRun(Job job) {
    var status = job.getStatus();
    return !Jobs.isFinished(job)
        && !Jobs.isSuspended(job)
        && Jobs.parallelism(job) > 0
        && status != null
        && count(status.getActive()) + count(status.getFailed()) + count(status.getSucceeded())
            == 0;
  }

  private static int count(@Nullable Integer n) {
    return n == null ? 0 : n;
  }
}
