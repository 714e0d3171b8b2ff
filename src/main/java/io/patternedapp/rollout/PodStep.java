package io.patternedapp.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is to be done about one wanted Pod. */
public sealed interface PodStep {

  /** It is as wanted. */
  record UpToDate() implements PodStep {}

  /** It is not as wanted, but its app says that it stays so. */
  record HeldByPartition() implements PodStep {}

  /** It is missing. */
  record Create() implements PodStep {}

  /** It is changed while it runs. */
  record Patch(Pod live, UpdatePlan.InPlace plan) implements PodStep {}

  /**
   * It must go, so that its successor can take its name.
   *
   * @param isReady whether someone may depend on it, so that it is evicted rather than deleted
   */
  record Replace(Pod live, UpdatePlan.Replace plan, boolean isReady) implements PodStep {}

  /** It leaves the Service, so that it can be changed a moment later. */
  record Drain(Pod live, UpdatePlan plan) implements PodStep {}

  /** It comes back into the Service. */
  record RestoreTraffic(Pod live) implements PodStep {}

  /** It has ended: it goes, and its successor comes at once. */
  record Restart(Pod live, Pod desired, String reason) implements PodStep {}

  /** It would have to be changed, but others are not Ready yet. */
  record Blocked() implements PodStep {}

  /**
   * Something is under way.
   *
   * @param description it waits for, as a sentence
   * @param recheckAt when to look again; null when an event tells
   */
  record WaitFor(String description, @Nullable Instant recheckAt) implements PodStep {}

  /**
   * It is going already.
   *
   * @param overdueAt when its node should long have let go of it
   */
  record Terminating(Instant overdueAt) implements PodStep {}

  /** It has ended and is replaced later. */
  record BackOff(Instant dueAt, String reason) implements PodStep {}
}
