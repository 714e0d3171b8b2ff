package io.patternedapp.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.patternedapp.api.PatternedApp;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The informer of one kind of child. While it starts, it keeps the names of the apps whose children
 * were listed, instead of the children themselves.
 */
// Workaround: InformerEventSource.start() holds the lock that onAdd and onUpdate need until all
// objects are listed (JOSDK 5.2.3, and still in 5.5). Until then the informer's queue holds a
// notification with each listed object, as the API server sent it.
// Cost without: 40 kB of heap for each Deployment or Pod; out of memory at a restart with 6,000
// apps. See docs/adr/0004-deferred-startup-events.md.
// Remove when: JOSDK delivers the events of the first list without holding the objects.
public final class ChildEventSource<R extends HasMetadata>
    extends InformerEventSource<R, PatternedApp> {

  private final Predicate<ResourceID> isCachedApp;
  private final Consumer<HasMetadata> deletionListener;

  /** Apps whose children were listed before this event source was running. */
  private final Set<ResourceID> deferredApps = new HashSet<>();

  /**
   * Creates an event source, which JOSDK starts.
   *
   * @param isCachedApp checks whether an app is in the primary cache
   * @param deletionListener receives each deleted object, before its app is reconciled
   */
  public ChildEventSource(
      InformerEventSourceConfiguration<R> configuration,
      EventSourceContext<PatternedApp> context,
      Predicate<ResourceID> isCachedApp,
      Consumer<HasMetadata> deletionListener) {
    super(configuration, context);
    this.isCachedApp = isCachedApp;
    this.deletionListener = deletionListener;
  }

  /**
   * Starts the informer and, when its cache is complete, triggers a reconcile of each app whose
   * children were listed. The superclass is running before it indexes what the cache contains, so
   * each object is either indexed by it or handled by {@link #onAdd}.
   */
  // Not synchronized, so that the lock of the superclass is free when the events are sent.
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  public void start() {
    super.start();
    takeDeferredApps().stream()
        .filter(isCachedApp)
        .map(Event::new)
        .forEach(getEventHandler()::handleEvent);
  }

  @Override
  public void onAdd(R added) {
    if (!deferUntilRunning(added)) {
      super.onAdd(added);
    }
  }

  @Override
  public void onUpdate(R previous, R updated) {
    if (!deferUntilRunning(updated)) {
      super.onUpdate(previous, updated);
    }
  }

  @Override
  public void onDelete(R deleted, boolean deletedFinalStateUnknown) {
    deletionListener.accept(deleted);
    super.onDelete(deleted, deletedFinalStateUnknown);
  }

  private boolean deferUntilRunning(R child) {
    synchronized (deferredApps) {
      if (isRunning()) {
        return false;
      }
      deferredApps.addAll(ChildToAppMapper.toPrimaryResourceIds(child));
      return true;
    }
  }

  private List<ResourceID> takeDeferredApps() {
    synchronized (deferredApps) {
      var taken = List.copyOf(deferredApps);
      deferredApps.clear();
      return taken;
    }
  }
}
