package io.patternedapp.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.apply.Projection;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Projects objects, each state of one once: what the operator writes it sees twice, in the answer
 * and by the watch. Holds no projection that nobody else does.
 */
final class RecentProjections<R extends HasMetadata> {

  private static final int REMEMBERED = 256;

  private record State(String uid, String version) {

    static State of(HasMetadata object) {
      var meta = object.getMetadata();
      return new State(meta.getUid(), meta.getResourceVersion());
    }
  }

  private final Map<State, WeakReference<R>> recent = new Recent<>(REMEMBERED);

  /** The projection of an object as the API server sent it. */
  R of(R live) {
    var state = State.of(live);
    var known = known(state);
    if (known != null) {
      return known;
    }
    var projected = Projection.of(live);
    synchronized (recent) {
      recent.put(state, new WeakReference<>(projected));
    }
    return projected;
  }

  private @Nullable R known(State state) {
    synchronized (recent) {
      var reference = recent.get(state);
      return reference == null ? null : reference.get();
    }
  }
}
