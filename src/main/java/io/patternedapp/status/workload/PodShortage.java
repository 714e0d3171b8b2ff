package io.patternedapp.status.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.ConditionTypes;
import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.workload.DaemonSetReadiness;
import io.patternedapp.model.workload.PodStatusReader;
import io.patternedapp.model.workload.StatefulSetReadiness;
import io.patternedapp.status.input.ObservedState;
import io.patternedapp.status.input.StatusInput;
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
public final class PodShortage {

  /** How long a controller may take: it makes Pods within a second, and more after a failure. */
  public static final Duration CREATION_TIMEOUT = Duration.ofSeconds(15);

  private PodShortage() {}

  /** Whether fewer Pods exist than what runs them should have made by now. */
  public static boolean hasMissingPods(PatternedApp app, ObservedState observed) {
    var pods = observed.pods();
    if (pods.stream().anyMatch(PodStatusReader::isTerminating)) {
      return false;
    }
    if (observed.workload() instanceof StatefulSet set) {
      return StatefulSetReadiness.isGenerationObserved(set)
          && pods.size() < app.getSpec().replicaCount()
          && pods.stream().allMatch(PodStatusReader::isReady);
    }
    if (observed.workload() instanceof DaemonSet set) {
      return DaemonSetReadiness.isGenerationObserved(set)
          && pods.size() < DaemonSetReadiness.desiredPods(set);
    }
    return observed.workload() instanceof Job job && pods.isEmpty() && shouldHavePods(job);
  }

  /** That Pods have been missing for longer than it takes to make them. */
  public static Optional<ConditionState> evaluate(
      StatusInput input, List<Pod> activePods, int desiredPods, Clock clock) {
    var workload = input.observed().workload();
    var since = input.observed().podsMissingSince();
    if (workload == null || since == null || !hasMissingPods(input.app(), input.observed())) {
      return Optional.empty();
    }
    var overdue = !clock.instant().isBefore(since.plus(CREATION_TIMEOUT));
    return overdue || isAlreadyReported(input.app())
        ? Optional.of(
            ConditionState.ofFalse(
                Reason.FailedCreate,
                describe(workload, activePods.size(), expectedPods(workload, desiredPods))))
        : Optional.empty();
  }

  /** Known already from before a restart of the operator, which then does not wait again. */
  private static boolean isAlreadyReported(PatternedApp app) {
    return app.getStatus() != null
        && app.getStatus()
            .condition(ConditionTypes.READY)
            .filter(c -> Reason.FailedCreate.name().equals(c.getReason()))
            .isPresent();
  }

  private static String describe(HasMetadata workload, int created, int desiredPods) {
    return ("%1$s %2$s has made %3$d of %4$d Pods: kubectl describe %5$s %2$s shows in its"
            + " Events what refuses the others, such as a quota, a policy or a webhook. It goes on"
            + " by itself when that is gone")
        .formatted(
            workload.getKind(),
            workload.getMetadata().getName(),
            created,
            desiredPods,
            workload.getKind().toLowerCase(Locale.ROOT));
  }

  /** A Job's Pods are wanted as many at a time as it says. */
  private static int expectedPods(HasMetadata workload, int desiredPods) {
    return workload instanceof Job job ? JobCompletion.parallelism(job) : desiredPods;
  }

  private static boolean shouldHavePods(Job job) {
    var status = job.getStatus();
    return !JobCompletion.isFinished(job)
        && !JobCompletion.isSuspended(job)
        && JobCompletion.parallelism(job) > 0
        && status != null
        && count(status.getActive()) + count(status.getFailed()) + count(status.getSucceeded())
            == 0;
  }

  private static int count(@Nullable Integer n) {
    return n == null ? 0 : n;
  }
}
