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
import io.patternedapp.model.workload.WorkloadStatusFields;
import io.patternedapp.status.input.ObservedState;
import io.patternedapp.status.input.StatusInput;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Detects Pods that a controller fails to create, for example because a quota or a policy denies
 * them. Only a Deployment reports the cause in its status; the other kinds report it in Events
 * only.
 */
public final class PodShortage {

  /** How long a controller may take: it creates Pods within a second, or later after a failure. */
  public static final Duration CREATION_TIMEOUT = Duration.ofSeconds(15);

  private PodShortage() {}

  /** Whether fewer Pods exist than the controller of the workload should have created. */
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

  /** Returns FailedCreate if Pods have been missing longer than their creation takes. */
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

  /**
   * Whether the status already reports the shortage, so that an operator restart does not reset it.
   */
  private static boolean isAlreadyReported(PatternedApp app) {
    return app.getStatus() != null
        && app.getStatus()
            .condition(ConditionTypes.READY)
            .filter(c -> Reason.FailedCreate.name().equals(c.getReason()))
            .isPresent();
  }

  private static String describe(HasMetadata workload, int created, int desiredPods) {
    return ("%1$s %2$s has created %3$d of %4$d Pods. Its Events show the cause, such as a quota, a"
            + " policy or a webhook; run: kubectl describe %5$s %2$s. Fix the cause;"
            + " the controller retries automatically")
        .formatted(
            workload.getKind(),
            workload.getMetadata().getName(),
            created,
            desiredPods,
            workload.getKind().toLowerCase(Locale.ROOT));
  }

  /** A Job has as many Pods as its parallelism allows. */
  private static int expectedPods(HasMetadata workload, int desiredPods) {
    return workload instanceof Job job ? JobCompletion.parallelism(job) : desiredPods;
  }

  private static boolean shouldHavePods(Job job) {
    var status = job.getStatus();
    return !JobCompletion.isFinished(job)
        && !JobCompletion.isSuspended(job)
        && JobCompletion.parallelism(job) > 0
        && status != null
        && WorkloadStatusFields.count(status.getActive())
                + WorkloadStatusFields.count(status.getFailed())
                + WorkloadStatusFields.count(status.getSucceeded())
            == 0;
  }
}
