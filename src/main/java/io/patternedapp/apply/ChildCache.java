package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.api.PatternedApp;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The operator's view of what exists: projections out of label-selected informers. */
public interface ChildCache {

  /** All objects that carry the app's label, whoever controls them. */
  List<HasMetadata> of(PatternedApp app);

  /**
   * Makes the outcome of a write visible at once, before the watch shows it.
   *
   * @param written the projection of what the API server answered
   * @param previous the projection that the write was decided on; null for a new object
   */
  void written(HasMetadata written, @Nullable HasMetadata previous);

  /** From now on tells this listener of each object that is gone, when the watch shows it. */
  void whenGone(Consumer<HasMetadata> listener);
}
