package io.patternedapp.model.result;

import io.patternedapp.model.condition.Reason;
import java.time.Duration;

/**
 * Why a roll does not go on.
 *
 * @param reason {@link Reason#Paused} or {@link Reason#ProgressDeadlineExceeded}
 * @param message what it means, as a sentence
 */
public record RolloutBlocker(Reason reason, String message) {

  /** The app pauses its rollout. */
  public static RolloutBlocker paused() {
    return new RolloutBlocker(
        Reason.Paused, "the rollout is paused: remove workload.pod.paused to continue");
  }

  /** A changed Pod has not become ready in time. */
  public static RolloutBlocker deadlineExceeded(String pod, Duration deadline) {
    return new RolloutBlocker(
        Reason.ProgressDeadlineExceeded,
        "the rollout has stopped: Pod %s did not become ready within %d seconds of its change. Fix the spec, or revert the change"
            .formatted(pod, deadline.toSeconds()));
  }

  /** Whether waiting does not help. */
  public boolean isPermanent() {
    return reason == Reason.ProgressDeadlineExceeded;
  }
}
