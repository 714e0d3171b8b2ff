package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;

/** What is to be done about one wanted Pod. */
sealed interface PodStep {

  /** It stays; labels and annotations may still differ. */
  record Keep() implements PodStep {}

  /** It is missing. */
  record Create() implements PodStep {}

  /** It must go, so that its successor can take its name. */
  record Delete(Pod live, String reason) implements PodStep {}

  /** It has ended: it goes, and its successor comes at once. */
  record Restart(Pod live, Pod wanted, String reason) implements PodStep {}

  /** It would have to go, but others are not Ready yet. */
  record Hold() implements PodStep {}

  /**
   * It is going already.
   *
   * @param overdue when its node should long have let go of it
   */
  record Leave(Instant overdue) implements PodStep {}

  /** It has ended and is replaced later. */
  record Postpone(Instant due, String reason) implements PodStep {}
}
