package io.patternedapp.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.patternedapp.model.Annotations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Decides the next step for each Pod of a workload of kind Pod. Pure. A rollout updates the Pods
 * from the highest number down. At most {@code maxUnavailable} Pods are unavailable at a time: an
 * available Pod is disrupted only within this limit, whereas an unavailable Pod can be updated at
 * any time, so that a failed rollout can always be fixed. Changes without a disruption are applied
 * immediately.
 */
public final class PodRolloutPlanner {

  /** Slightly more than the time after which the status reports the Pod as lost. */
  private static final Duration TERMINATION_RECHECK_DELAY = Duration.ofSeconds(31);

  /**
   * The decision for all Pods.
   *
   * @param steps one step per desired Pod, in order
   * @param plans the update plans of the outdated Pods, by name
   * @param overduePod the updated Pod that exceeded its progress deadline, which stops the rollout
   * @param deadline the next progress deadline of an updated Pod that is not ready
   */
  public record Decision(
      List<PodStep> steps,
      SortedMap<String, UpdatePlan> plans,
      Optional<String> overduePod,
      Optional<Instant> deadline) {}

  private final Map<String, LivePod> live;
  private final RolloutSettings settings;
  private final BiFunction<Pod, Pod, UpdatePlan> planner;
  private final Instant now;
  private final SortedMap<String, UpdatePlan> plans = new TreeMap<>();
  private final List<LivePod> notYetReady = new ArrayList<>();
  private final Set<String> draining = new HashSet<>();
  private int unavailable;

  private PodRolloutPlanner(
      Map<String, LivePod> live,
      RolloutSettings settings,
      BiFunction<Pod, Pod, UpdatePlan> planner,
      Instant now) {
    this.live = live;
    this.settings = settings;
    this.planner = planner;
    this.now = now;
  }

  /**
   * Decides the next steps.
   *
   * @param desired the desired Pods, ordered by number
   * @param pods projections of the Pods that the app owns, by name
   * @param planner plans the update from a live Pod to the desired Pod
   * @param now the current time
   */
  public static Decision decide(
      List<Pod> desired,
      Map<String, Pod> pods,
      RolloutSettings settings,
      BiFunction<Pod, Pod, UpdatePlan> planner,
      Instant now) {
    var live = new TreeMap<String, LivePod>();
    pods.forEach((name, pod) -> live.put(name, new LivePod(pod)));
    return new PodRolloutPlanner(live, settings, planner, now).decide(desired);
  }

  private Decision decide(List<Pod> desired) {
    desired.forEach(this::classify);
    var stopped = findOverdue();
    var steps = new ArrayList<PodStep>();
    for (int ordinal = desired.size() - 1; ordinal >= 0; ordinal--) {
      steps.add(stepFor(desired.get(ordinal), ordinal, stopped.isPresent()));
    }
    Collections.reverse(steps);
    return new Decision(List.copyOf(steps), plans, stopped.map(LivePod::name), nextDeadline());
  }

  private void classify(Pod desired) {
    var pod = live.get(desired.getMetadata().getName());
    if (pod == null || !pod.isAvailable()) {
      unavailable++;
    }
    if (pod == null || pod.isTerminating()) {
      return;
    }
    var plan = planner.apply(pod.pod(), desired);
    if (plan instanceof UpdatePlan.NoChange) {
      plan =
          pod.infeasibleResizeMessage()
              .<UpdatePlan>map(PodRolloutPlanner::infeasibleResize)
              .orElse(plan);
    }
    if (!(plan instanceof UpdatePlan.NoChange)) {
      plans.put(pod.name(), plan);
    } else if (!pod.isFinished() && !(pod.isReady() && pod.pendingRestarts().isEmpty())) {
      notYetReady.add(pod);
    }
  }

  private static UpdatePlan infeasibleResize(String reason) {
    return UpdatePlan.Replace.ofReason(
        "the node cannot provide the requested resources: " + reason);
  }

  /** Returns the updated Pod that exceeded its progress deadline, which stops the rollout. */
  private Optional<LivePod> findOverdue() {
    return plans.isEmpty()
        ? Optional.empty()
        : notYetReady.stream()
            .filter(pod -> !now.isBefore(pod.notReadySince().plus(settings.progressDeadline())))
            .findFirst();
  }

  private Optional<Instant> nextDeadline() {
    return plans.isEmpty()
        ? Optional.empty()
        : notYetReady.stream()
            .map(pod -> pod.notReadySince().plus(settings.progressDeadline()))
            .filter(now::isBefore)
            .min(Instant::compareTo);
  }

  private PodStep stepFor(Pod desired, int ordinal, boolean stopped) {
    var pod = live.get(desired.getMetadata().getName());
    if (pod == null) {
      return new PodStep.Create();
    }
    if (pod.isTerminating()) {
      return new PodStep.Terminating(
          Instant.parse(pod.pod().getMetadata().getDeletionTimestamp())
              .plus(TERMINATION_RECHECK_DELAY));
    }
    var plan = plans.get(pod.name());
    if (pod.isFinished()) {
      return plan == null
          ? stepForFinished(pod.pod(), desired)
          : new PodStep.Restart(pod.pod(), desired, "its template changed");
    }
    if (plan == null) {
      return stepForCurrent(pod);
    }
    if (settings.paused() || ordinal < settings.partition()) {
      return stepForHeld(pod);
    }
    return stepForOutdated(pod, plan, stopped);
  }

  /**
   * Returns the step for a finished Pod: its replacement, after a back-off if it keeps finishing.
   */
  private PodStep stepForFinished(Pod pod, Pod desired) {
    var reason = "its phase is " + pod.getStatus().getPhase();
    var due = PodRestartBackoff.dueAt(pod);
    if (now.isBefore(due)) {
      return new PodStep.BackOff(due, reason + " again; it is replaced after a back-off");
    }
    return new PodStep.Restart(
        pod, withAttempt(desired, PodRestartBackoff.nextAttempt(pod)), reason);
  }

  /** Returns the step for a Pod in sync, whose restart or resize can still be in progress. */
  private PodStep stepForCurrent(LivePod pod) {
    var restarting = pod.pendingRestarts();
    if (!restarting.isEmpty()) {
      return new PodStep.WaitFor(
          "Waiting for Pod %s to restart %s".formatted(pod.name(), String.join(", ", restarting)),
          null);
    }
    if (pod.isDrained()) {
      return pod.isReady()
          ? new PodStep.RestoreTraffic(pod.pod())
          : new PodStep.WaitFor("Waiting for Pod %s to become ready".formatted(pod.name()), null);
    }
    return pod.pendingResizeMessage()
        .<PodStep>map(
            message ->
                new PodStep.WaitFor(
                    "Waiting for the resize of Pod %s: %s".formatted(pod.name(), message), null))
        .orElseGet(PodStep.UpToDate::new);
  }

  private PodStep stepForHeld(LivePod pod) {
    if (pod.isDrained()) {
      return new PodStep.RestoreTraffic(pod.pod());
    }
    return settings.paused() ? new PodStep.Blocked() : new PodStep.HeldByPartition();
  }

  private PodStep stepForOutdated(LivePod pod, UpdatePlan plan, boolean stopped) {
    if (isNonDisruptive(plan)) {
      return updateStep(pod, plan);
    }
    if (pod.isDrained() && pod.isReady() && pod.pendingRestarts().isEmpty()) {
      // The clock was set back since then, so the delay starts again.
      if (pod.drainedAt().isAfter(now)) {
        return new PodStep.Drain(pod.pod(), plan);
      }
      var due = pod.drainedAt().plus(settings.drainDelay());
      return now.isBefore(due)
          ? new PodStep.WaitFor(
              "Waiting for Pod %s to drain after its removal from the Service"
                  .formatted(pod.name()),
              due)
          : updateStep(pod, plan);
    }
    if (!pod.isAvailable()) {
      return updateStep(pod, plan);
    }
    if (stopped || unavailable >= settings.maxUnavailable()) {
      return new PodStep.Blocked();
    }
    unavailable++;
    draining.add(pod.name());
    return affectsTraffic(pod, plan) ? new PodStep.Drain(pod.pod(), plan) : updateStep(pod, plan);
  }

  private static boolean isNonDisruptive(UpdatePlan plan) {
    return plan instanceof UpdatePlan.InPlace inPlace && inPlace.restarts().isEmpty();
  }

  private static PodStep updateStep(LivePod pod, UpdatePlan plan) {
    return plan instanceof UpdatePlan.InPlace inPlace
        ? new PodStep.Patch(pod.pod(), inPlace)
        : new PodStep.Replace(
            pod.pod(), (UpdatePlan.Replace) plan, pod.isReady() && pod.pendingRestarts().isEmpty());
  }

  /** Whether to drain the Pod first: only if another Pod can serve its requests. */
  private boolean affectsTraffic(LivePod pod, UpdatePlan plan) {
    if (settings.trafficContainers().isEmpty()
        || settings.drainDelay().isZero()
        || !PodStateMetadata.isServing(pod.pod())) {
      return false;
    }
    var restartsTrafficContainer =
        !(plan instanceof UpdatePlan.InPlace inPlace)
            || inPlace.restarts().stream().anyMatch(settings.trafficContainers()::contains);
    return restartsTrafficContainer
        && live.values().stream()
            .filter(other -> !draining.contains(other.name()))
            .anyMatch(other -> other.isAvailable() && PodStateMetadata.isServing(other.pod()));
  }

  private static Pod withAttempt(Pod desired, int attempt) {
    return new PodBuilder(desired)
        .editMetadata()
        .addToAnnotations(Annotations.RESTART_ATTEMPT, String.valueOf(attempt))
        .endMetadata()
        .build();
  }
}
