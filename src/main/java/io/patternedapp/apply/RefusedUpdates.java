package io.patternedapp.apply;

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
final class RefusedUpdates {

  private record Refusal(String wanted, String why) {}

  private final Map<String, Refusal> byUid = new ConcurrentHashMap<>();

  void note(Pod live, String wantedPrint, String why) {
    byUid.put(live.getMetadata().getUid(), new Refusal(wantedPrint, why));
  }

  /** Why exactly this was refused. */
  Optional<String> why(Pod live, String wantedPrint) {
    return Optional.ofNullable(byUid.get(live.getMetadata().getUid()))
        .filter(refusal -> refusal.wanted().equals(wantedPrint))
        .map(Refusal::why);
  }

  /** Drops what is known of an object that is gone. */
  void forget(HasMetadata gone) {
    byUid.remove(gone.getMetadata().getUid());
  }
}
