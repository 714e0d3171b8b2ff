package io.patternedapp.apply.guard;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Updates in place that the API server has refused, so that they are not tried again: the Pod is
 * replaced, when its turn comes. It holds an entry a Pod from the refusal until the Pod is gone,
 * whoever removed it.
 */
public final class RejectedInPlaceUpdates {

  private record Rejection(String desiredFingerprint, String reason) {}

  private final Map<String, Rejection> byUid = new ConcurrentHashMap<>();

  public void record(Pod live, String desiredFingerprint, String reason) {
    byUid.put(live.getMetadata().getUid(), new Rejection(desiredFingerprint, reason));
  }

  /** Why exactly this was refused. */
  public Optional<String> findReason(Pod live, String desiredFingerprint) {
    return Optional.ofNullable(byUid.get(live.getMetadata().getUid()))
        .filter(refusal -> refusal.desiredFingerprint().equals(desiredFingerprint))
        .map(Rejection::reason);
  }

  /** Drops what is known of an object that is gone. */
  public void forget(HasMetadata deleted) {
    byUid.remove(deleted.getMetadata().getUid());
  }
}
