package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.patternedapp.expand.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides, Pod by Pod, what a workload of kind Pod needs. Pure. At most {@code maxUnavailable} Pods
 * are not Ready at a time: a Pod that is Ready goes only while that holds, one that is not Ready
 * may go at any time.
 */
final class PodRollout {

  /** A little more than the status grants a node before it calls the Pod lost. */
  private static final Duration OVERDUE_AFTER = Duration.ofSeconds(31);

  private static final Set<String> ENDED = Set.of("Failed", "Succeeded");

  private final Map<String, Pod> live;
  private final Instant now;
  private int unavailable;
  private final int maxUnavailable;

  private PodRollout(Map<String, Pod> live, int unavailable, int maxUnavailable, Instant now) {
    this.live = live;
    this.unavailable = unavailable;
    this.maxUnavailable = maxUnavailable;
    this.now = now;
  }

  /**
   * One step for each wanted Pod, in their order.
   *
   * @param wanted the Pods as expanded
   * @param live projections of the app's own Pods, by name
   * @param maxUnavailable how many may be not Ready, at least 1
   * @param now the time
   */
  static List<PodStep> steps(
      List<Pod> wanted, Map<String, Pod> live, int maxUnavailable, Instant now) {
    int unavailable =
        (int)
            wanted.stream()
                .map(pod -> live.get(pod.getMetadata().getName()))
                .filter(pod -> pod == null || !isAvailable(pod))
                .count();
    var rollout = new PodRollout(live, unavailable, maxUnavailable, now);
    var steps = new ArrayList<PodStep>();
    for (var pod : wanted) {
      steps.add(rollout.step(pod));
    }
    return List.copyOf(steps);
  }

  /**
   * How many Pods may be not Ready at a time.
   *
   * @param written a number or a percentage of the replicas, rounded down; null means 1
   */
  static int maxUnavailable(@Nullable IntOrString written, int replicas) {
    if (written == null) {
      return 1;
    }
    if (written.getIntVal() != null) {
      return Math.max(1, written.getIntVal());
    }
    var percent = Integer.parseInt(written.getStrVal().replace("%", ""));
    return Math.max(1, replicas * percent / 100);
  }

  private PodStep step(Pod wanted) {
    var pod = live.get(wanted.getMetadata().getName());
    if (pod == null) {
      return new PodStep.Create();
    }
    if (isTerminating(pod)) {
      return new PodStep.Leave(
          Instant.parse(pod.getMetadata().getDeletionTimestamp()).plus(OVERDUE_AFTER));
    }
    var isOutdated = !templateHash(pod).equals(templateHash(wanted));
    if (hasEnded(pod)) {
      return isOutdated
          ? new PodStep.Restart(pod, wanted, "its template changed")
          : ended(pod, wanted);
    }
    return isOutdated ? outdated(pod) : new PodStep.Keep();
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

  private PodStep outdated(Pod pod) {
    var why = "its template changed";
    if (!isAvailable(pod)) {
      return new PodStep.Delete(pod, why);
    }
    if (unavailable >= maxUnavailable) {
      return new PodStep.Hold();
    }
    unavailable++;
    return new PodStep.Delete(pod, why);
  }

  private static Pod counted(Pod wanted, int attempt) {
    return new PodBuilder(wanted)
        .editMetadata()
        .addToAnnotations(RestartDelay.ATTEMPT, String.valueOf(attempt))
        .endMetadata()
        .build();
  }

  private static boolean isAvailable(Pod pod) {
    return !isTerminating(pod)
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private static boolean isTerminating(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  private static boolean hasEnded(Pod pod) {
    var phase = pod.getStatus().getPhase();
    return phase != null && ENDED.contains(phase);
  }

  private static String templateHash(Pod pod) {
    return pod.getMetadata().getAnnotations().getOrDefault(Names.TEMPLATE_HASH, "");
  }
}
