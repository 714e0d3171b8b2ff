package io.patternedapp.apply.guard;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records updates in place that the API server rejected. They are not tried again: the rollout
 * replaces the Pod instead. There is one entry for each such Pod until the Pod is deleted.
 */
public final class RejectedInPlaceUpdates {

  private record Rejection(String desiredFingerprint, String reason) {}

  private final Map<String, Rejection> byUid = new ConcurrentHashMap<>();

  /** Records a rejected update in place. */
  public void record(Pod live, String desiredFingerprint, String reason) {
    byUid.put(live.getMetadata().getUid(), new Rejection(desiredFingerprint, reason));
  }

  /** Returns why this update was rejected; empty when it was not. */
  public Optional<String> findReason(Pod live, String desiredFingerprint) {
    return Optional.ofNullable(byUid.get(live.getMetadata().getUid()))
        .filter(rejection -> rejection.desiredFingerprint().equals(desiredFingerprint))
        .map(Rejection::reason);
  }

  /** Forgets a deleted object. */
  public void forget(HasMetadata deleted) {
    byUid.remove(deleted.getMetadata().getUid());
  }
}
