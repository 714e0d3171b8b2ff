package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
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
 * Decides, Pod by Pod, what a workload of kind Pod needs. Pure. A change rolls from the highest
 * number down. At most {@code maxUnavailable} Pods are not available at a time: a Pod that is
 * available is disturbed only while that holds, one that is not may be changed at any time, so that
 * a broken roll can always be mended. What disturbs nobody is done at once.
 */
final class PodRollout {

  /** A little more than the status grants a node before it calls the Pod lost. */
  private static final Duration OVERDUE_AFTER = Duration.ofSeconds(31);

  /**
   * What a roll comes to.
   *
   * @param steps one for each wanted Pod, in their order
   * @param plans of the Pods that are not as wanted, by name
   * @param overdue the changed Pod that takes too long to get Ready, so that the roll stops
   * @param deadline when a changed Pod takes too long, unless it gets Ready
   */
  record Roll(
      List<PodStep> steps,
      SortedMap<String, UpdatePlan> plans,
      Optional<String> overdue,
      Optional<Instant> deadline) {}

  private final Map<String, LivePod> live;
  private final RollSettings settings;
  private final BiFunction<Pod, Pod, UpdatePlan> planner;
  private final Instant now;
  private final SortedMap<String, UpdatePlan> plans = new TreeMap<>();
  private final List<LivePod> late = new ArrayList<>();
  private final Set<String> leaving = new HashSet<>();
  private int unavailable;

  private PodRollout(
      Map<String, LivePod> live,
      RollSettings settings,
      BiFunction<Pod, Pod, UpdatePlan> planner,
      Instant now) {
    this.live = live;
    this.settings = settings;
    this.planner = planner;
    this.now = now;
  }

  /**
   * What to do now.
   *
   * @param wanted the Pods as expanded, by number
   * @param pods projections of the app's own Pods, by name
   * @param planner the way from a Pod to the one wanted
   * @param now the time
   */
  static Roll decide(
      List<Pod> wanted,
      Map<String, Pod> pods,
      RollSettings settings,
      BiFunction<Pod, Pod, UpdatePlan> planner,
      Instant now) {
    var live = new TreeMap<String, LivePod>();
    pods.forEach((name, pod) -> live.put(name, new LivePod(pod)));
    return new PodRollout(live, settings, planner, now).decide(wanted);
  }

  private Roll decide(List<Pod> wanted) {
    wanted.forEach(this::look);
    var stopped = overdue();
    var steps = new ArrayList<PodStep>();
    for (int ordinal = wanted.size() - 1; ordinal >= 0; ordinal--) {
      steps.add(step(wanted.get(ordinal), ordinal, stopped.isPresent()));
    }
    Collections.reverse(steps);
    return new Roll(List.copyOf(steps), plans, stopped.map(LivePod::name), deadline());
  }

  private void look(Pod wanted) {
    var pod = live.get(wanted.getMetadata().getName());
    if (pod == null || !pod.isAvailable()) {
      unavailable++;
    }
    if (pod == null || pod.isTerminating()) {
      return;
    }
    var plan = planner.apply(pod.pod(), wanted);
    if (plan instanceof UpdatePlan.Nothing) {
      plan = pod.infeasible().<UpdatePlan>map(PodRollout::infeasible).orElse(plan);
    }
    if (!(plan instanceof UpdatePlan.Nothing)) {
      plans.put(pod.name(), plan);
    } else if (!pod.hasEnded() && !(pod.isReady() && pod.restarting().isEmpty())) {
      late.add(pod);
    }
  }

  private static UpdatePlan infeasible(String words) {
    return UpdatePlan.Replace.because("its node cannot give it the resources: " + words);
  }

  /** A roll stops where a changed Pod has had its time. */
  private Optional<LivePod> overdue() {
    return plans.isEmpty()
        ? Optional.empty()
        : late.stream()
            .filter(pod -> !now.isBefore(pod.notReadySince().plus(settings.deadline())))
            .findFirst();
  }

  private Optional<Instant> deadline() {
    return plans.isEmpty()
        ? Optional.empty()
        : late.stream()
            .map(pod -> pod.notReadySince().plus(settings.deadline()))
            .filter(now::isBefore)
            .min(Instant::compareTo);
  }

  private PodStep step(Pod wanted, int ordinal, boolean stopped) {
    var pod = live.get(wanted.getMetadata().getName());
    if (pod == null) {
      return new PodStep.Create();
    }
    if (pod.isTerminating()) {
      return new PodStep.Leave(
          Instant.parse(pod.pod().getMetadata().getDeletionTimestamp()).plus(OVERDUE_AFTER));
    }
    var plan = plans.get(pod.name());
    if (pod.hasEnded()) {
      return plan == null
          ? ended(pod.pod(), wanted)
          : new PodStep.Restart(pod.pod(), wanted, "its template changed");
    }
    if (plan == null) {
      return settle(pod);
    }
    if (settings.paused() || ordinal < settings.partition()) {
      return hold(pod);
    }
    return change(pod, plan, stopped);
  }

  /** One that keeps ending waits longer and longer, until its template changes. */
  private PodStep ended(Pod pod, Pod wanted) {
    var why = "it is " + pod.getStatus().getPhase();
    var due = RestartDelay.due(pod);
    if (now.isBefore(due)) {
      return new PodStep.Postpone(due, why + " again and is replaced after a delay");
    }
    return new PodStep.Restart(pod, counted(wanted, RestartDelay.nextAttempt(pod)), why);
  }

  /** One that is as wanted may still be on its way there. */
  private PodStep settle(LivePod pod) {
    var restarting = pod.restarting();
    if (!restarting.isEmpty()) {
      return new PodStep.Await(
          "Pod %s restarts %s".formatted(pod.name(), String.join(", ", restarting)), null);
    }
    if (pod.isDrained()) {
      return pod.isReady()
          ? new PodStep.Return(pod.pod())
          : new PodStep.Await("Pod %s gets Ready".formatted(pod.name()), null);
    }
    return pod.resizing()
        .<PodStep>map(
            words -> new PodStep.Await("Pod %s is resized: %s".formatted(pod.name(), words), null))
        .orElseGet(PodStep.Keep::new);
  }

  private PodStep hold(LivePod pod) {
    if (pod.isDrained()) {
      return new PodStep.Return(pod.pod());
    }
    return settings.paused() ? new PodStep.Hold() : new PodStep.Stay();
  }

  private PodStep change(LivePod pod, UpdatePlan plan, boolean stopped) {
    if (isUnnoticed(plan)) {
      return carryOut(pod, plan);
    }
    if (pod.isDrained() && pod.isReady() && pod.restarting().isEmpty()) {
      // The clock was set back since: the wait begins anew.
      if (pod.drainedAt().isAfter(now)) {
        return new PodStep.Drain(pod.pod(), plan);
      }
      var due = pod.drainedAt().plus(settings.grace());
      return now.isBefore(due)
          ? new PodStep.Await("Pod %s has left the Service".formatted(pod.name()), due)
          : carryOut(pod, plan);
    }
    if (!pod.isAvailable()) {
      return carryOut(pod, plan);
    }
    if (stopped || unavailable >= settings.maxUnavailable()) {
      return new PodStep.Hold();
    }
    unavailable++;
    leaving.add(pod.name());
    return isMissedByClients(pod, plan) ? new PodStep.Drain(pod.pod(), plan) : carryOut(pod, plan);
  }

  private static boolean isUnnoticed(UpdatePlan plan) {
    return plan instanceof UpdatePlan.InPlace inPlace && inPlace.restarts().isEmpty();
  }

  private static PodStep carryOut(LivePod pod, UpdatePlan plan) {
    return plan instanceof UpdatePlan.InPlace inPlace
        ? new PodStep.Patch(pod.pod(), inPlace)
        : new PodStep.Replace(
            pod.pod(), (UpdatePlan.Replace) plan, pod.isReady() && pod.restarting().isEmpty());
  }

  /** Leaving the Service first helps only where another Pod takes the requests meanwhile. */
  private boolean isMissedByClients(LivePod pod, UpdatePlan plan) {
    if (settings.clients().isEmpty()
        || settings.grace().isZero()
        || !CarriedOver.isServing(pod.pod())) {
      return false;
    }
    var touched =
        !(plan instanceof UpdatePlan.InPlace inPlace)
            || inPlace.restarts().stream().anyMatch(settings.clients()::contains);
    return touched
        && live.values().stream()
            .filter(other -> !leaving.contains(other.name()))
            .anyMatch(other -> other.isAvailable() && CarriedOver.isServing(other.pod()));
  }

  private static Pod counted(Pod wanted, int attempt) {
    return new PodBuilder(wanted)
        .editMetadata()
        .addToAnnotations(RestartDelay.ATTEMPT, String.valueOf(attempt))
        .endMetadata()
        .build();
  }
}
