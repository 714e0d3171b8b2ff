package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.api.PatternedApp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operator's caches, of one app. */
final class RememberedChildren implements ChildCache {

  private final Map<ChildId, HasMetadata> children = new LinkedHashMap<>();
  private final List<Consumer<HasMetadata>> goneListeners = new ArrayList<>();

  /** The watch showed this object. */
  void shows(HasMetadata live) {
    children.put(ChildId.of(live), Projection.of(live));
  }

  /** The watch showed that this object is gone. */
  void forgets(HasMetadata gone) {
    children.remove(ChildId.of(gone));
    goneListeners.forEach(listener -> listener.accept(gone));
  }

  @Override
  public List<HasMetadata> of(PatternedApp app) {
    return List.copyOf(children.values());
  }

  @Override
  public HasMetadata write(
      HasMetadata target, @Nullable HasMetadata previous, Supplier<? extends HasMetadata> request) {
    var written = Projection.of(request.get());
    children.put(ChildId.of(written), written);
    return written;
  }

  @Override
  public void whenGone(Consumer<HasMetadata> listener) {
    goneListeners.add(listener);
  }
}
