package io.patternedapp.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The next step for one desired Pod. */
public sealed interface PodStep {

  /** Describes the step and its cause, without any value of the app, for DEBUG logs. */
  default String summary() {
    return getClass().getSimpleName();
  }

  /** The Pod is in sync. */
  record UpToDate() implements PodStep {}

  /** The Pod is outdated, but its number is below the partition. */
  record HeldByPartition() implements PodStep {}

  /** The Pod is missing and is created. */
  record Create() implements PodStep {}

  /** The Pod is patched in place. */
  record Patch(Pod live, UpdatePlan.InPlace plan) implements PodStep {

    @Override
    public String summary() {
      return "Patch: " + plan.summary();
    }
  }

  /**
   * The Pod is removed, so that its replacement can take its name.
   *
   * @param isReady whether clients may use the Pod, so that it is evicted rather than deleted
   */
  record Replace(Pod live, UpdatePlan.Replace plan, boolean isReady) implements PodStep {

    @Override
    public String summary() {
      return "Replace: " + plan.summary();
    }
  }

  /** The Pod is removed from the Service before its update. */
  record Drain(Pod live, UpdatePlan plan) implements PodStep {

    @Override
    public String summary() {
      return "Drain: " + plan.summary();
    }
  }

  /** The Pod is returned to the Service. */
  record RestoreTraffic(Pod live) implements PodStep {}

  /** The Pod has finished and is replaced immediately. */
  record Restart(Pod live, Pod desired, String reason) implements PodStep {

    @Override
    public String summary() {
      return "Restart: " + reason;
    }
  }

  /** The Pod is outdated, but the rollout is paused or stopped, or other Pods are unavailable. */
  record Blocked() implements PodStep {}

  /**
   * The Pod is in an intermediate state.
   *
   * @param description what the step waits for, as a sentence
   * @param recheckAt when to requeue; null if an event triggers the next reconcile
   */
  record WaitFor(String description, @Nullable Instant recheckAt) implements PodStep {}

  /**
   * The Pod is terminating.
   *
   * @param overdueAt when its node should have deleted it at the latest
   */
  record Terminating(Instant overdueAt) implements PodStep {}

  /** The Pod has finished and is replaced after a back-off. */
  record BackOff(Instant dueAt, String reason) implements PodStep {}
}
