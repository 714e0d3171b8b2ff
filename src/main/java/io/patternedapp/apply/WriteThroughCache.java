package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.api.PatternedApp;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operator's view of what exists: projections out of label-selected informers. */
public interface WriteThroughCache {

  /** All objects that carry the app's label, whoever controls them. */
  List<HasMetadata> list(PatternedApp app);

  /**
   * Sends a write and makes its outcome visible at once, before the watch shows it. What the watch
   * shows of it is no news then, also where it comes before the answer.
   *
   * @param target names the object that is written
   * @param previous the projection that the write was decided on; null for a new object
   * @param request sends the write and gives the answer
   * @return the projection of the answer
   */
  HasMetadata writeThrough(
      HasMetadata target, @Nullable HasMetadata previous, Supplier<? extends HasMetadata> request);

  /** From now on tells this listener of each object that is gone, when the watch shows it. */
  void onDeleted(Consumer<HasMetadata> listener);
}
