package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.ChildId;
import io.patternedapp.rollout.CacheProjector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The operator's caches, of one app. */
public final class FakeChildCache implements ChildCache {

  private final Map<ChildId, HasMetadata> children = new LinkedHashMap<>();
  private final List<Consumer<HasMetadata>> deletionListeners = new ArrayList<>();

  /** The watch showed this object. */
  void addFromWatch(HasMetadata live) {
    children.put(ChildId.of(live), CacheProjector.project(live));
  }

  /** The watch showed that this object is gone. */
  public void deleteFromWatch(HasMetadata deleted) {
    children.remove(ChildId.of(deleted));
    deletionListeners.forEach(listener -> listener.accept(deleted));
  }

  @Override
  public List<HasMetadata> list(PatternedApp app) {
    return List.copyOf(children.values());
  }

  @Override
  public PendingWrite beginWrite(HasMetadata target, @Nullable HasMetadata previous) {
    return new PendingWrite() {
      @Override
      public HasMetadata complete(HasMetadata response) {
        var written = CacheProjector.project(response);
        children.put(ChildId.of(written), written);
        return written;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void onDeleted(Consumer<HasMetadata> listener) {
    deletionListeners.add(listener);
  }
}
