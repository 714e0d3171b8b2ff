package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is to be done about one wanted Pod. */
sealed interface PodStep {

  /** It is as wanted. */
  record Keep() implements PodStep {}

  /** It is not as wanted, but its app says that it stays so. */
  record Stay() implements PodStep {}

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
  record Return(Pod live) implements PodStep {}

  /** It has ended: it goes, and its successor comes at once. */
  record Restart(Pod live, Pod wanted, String reason) implements PodStep {}

  /** It would have to be changed, but others are not Ready yet. */
  record Hold() implements PodStep {}

  /**
   * Something is under way.
   *
   * @param what it waits for, as a sentence
   * @param due when to look again; null when an event tells
   */
  record Await(String what, @Nullable Instant due) implements PodStep {}

  /**
   * It is going already.
   *
   * @param overdue when its node should long have let go of it
   */
  record Leave(Instant overdue) implements PodStep {}

  /** It has ended and is replaced later. */
  record Postpone(Instant due, String reason) implements PodStep {}
}
