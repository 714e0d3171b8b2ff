package io.patternedapp.model.result;

import io.patternedapp.model.condition.Reason;
import java.time.Duration;

/**
 * Why a rollout does not continue.
 *
 * @param reason {@link Reason#Paused} or {@link Reason#ProgressDeadlineExceeded}
 * @param message the cause and the fix, as a sentence
 */
public record RolloutBlocker(Reason reason, String message) {

  /** The app pauses its rollout. */
  public static RolloutBlocker paused() {
    return new RolloutBlocker(
        Reason.Paused, "the rollout is paused. Remove workload.pod.paused to continue");
  }

  /** A changed Pod has not become ready in time. */
  public static RolloutBlocker deadlineExceeded(String pod, Duration deadline) {
    return new RolloutBlocker(
        Reason.ProgressDeadlineExceeded,
        "the rollout stopped: Pod %s did not become ready within %d seconds of its update. Fix the spec or revert the change"
            .formatted(pod, deadline.toSeconds()));
  }

  /** Whether retries cannot continue the rollout, so that a user must act. */
  public boolean isPermanent() {
    return reason == Reason.ProgressDeadlineExceeded;
  }
}
