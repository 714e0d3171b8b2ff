package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.api.PatternedApp;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The operator's view of the children in the cluster: projections from label-selected informers.
 * The cache sends no request; its user announces each write.
 */
public interface ChildCache {

  /** Lists all objects that carry the app's label, owned or foreign. */
  List<HasMetadata> list(PatternedApp app);

  /**
   * Starts a write. Until the write is closed, events of the object are held back, because the
   * watch often shows a write before its response arrives.
   *
   * @param target names the object that is written
   * @param previous the projection that the write was decided on; null for a new object
   */
  PendingWrite beginWrite(HasMetadata target, @Nullable HasMetadata previous);

  /** Adds a listener that is called with each object whose deletion the watch shows. */
  void onDeleted(Consumer<HasMetadata> listener);

  /** A write whose response has not arrived yet. */
  interface PendingWrite extends AutoCloseable {

    /**
     * Makes the response visible to readers of the cache at once, before the watch shows it.
     *
     * @param response the object as the API server returned it
     * @return the projection of the response
     */
    HasMetadata complete(HasMetadata response);

    /**
     * Ends the write. An event that was held back triggers a reconcile if it is newer than the
     * response, or if there was none.
     */
    @Override
    void close();
  }
}
