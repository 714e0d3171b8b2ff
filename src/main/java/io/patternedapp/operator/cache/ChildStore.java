package io.patternedapp.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apply.ChildCache;
import io.patternedapp.rollout.CacheProjector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The cached children: reads and writes through the informers of all kinds. */
public final class ChildStore implements ChildCache {

  private final Consumer<ResourceID> triggerReconcile;
  private final List<Consumer<HasMetadata>> deletionListeners = new CopyOnWriteArrayList<>();
  private volatile Map<Class<? extends HasMetadata>, ChildKindInformers<?>> informersByKind =
      Map.of();

  /**
   * Creates a store without informers.
   *
   * @param triggerReconcile enqueues an app
   */
  public ChildStore(Consumer<ResourceID> triggerReconcile) {
    this.triggerReconcile = triggerReconcile;
  }

  /** Adds the informers of a kind; readers see it from then on. */
  public synchronized void register(ChildKindInformers<?> informers) {
    var extended = new LinkedHashMap<>(informersByKind);
    extended.put(informers.kind(), informers);
    informersByKind = extended;
  }

  public boolean isRegistered(Class<? extends HasMetadata> kind) {
    return informersByKind.containsKey(kind);
  }

  @Override
  public List<HasMetadata> list(PatternedApp app) {
    var children = new ArrayList<HasMetadata>();
    informersByKind.values().forEach(informers -> children.addAll(informers.list(app)));
    return children;
  }

  @Override
  public PendingWrite beginWrite(HasMetadata target, @Nullable HasMetadata previous) {
    var informers = informersByKind.get(target.getClass());
    return informers == null
        ? new UnwatchedWrite()
        : informers.beginWrite(target, previous, triggerReconcile);
  }

  @Override
  public void onDeleted(Consumer<HasMetadata> listener) {
    deletionListeners.add(listener);
  }

  /** Calls the listeners with an object whose deletion the watch shows. */
  public void notifyDeleted(HasMetadata deleted) {
    deletionListeners.forEach(listener -> listener.accept(deleted));
  }

  /** A write of a kind that no informer watches yet. */
  private static final class UnwatchedWrite implements PendingWrite {

    @Override
    public HasMetadata complete(HasMetadata response) {
      return CacheProjector.project(response);
    }

    @Override
    public void close() {}
  }
}
