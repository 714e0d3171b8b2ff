package io.patternedapp.operator.cache;

import static io.javaoperatorsdk.operator.api.reconciler.Constants.WATCH_ALL_NAMESPACES;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apply.ChildCache.PendingWrite;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The event sources of one kind of child, one per watched namespace, and what they share.
 *
 * @param kind the class of the resources
 * @param eventSources by namespace; a single one under {@code WATCH_ALL_NAMESPACES} when the
 *     operator watches all
 * @param projectionCache projects watched objects and responses to writes
 * @param ownEventFilter filters the events of the operator's own writes
 */
public record ChildKindInformers<R extends HasMetadata>(
    Class<R> kind,
    Map<String, ChildEventSource<R>> eventSources,
    ProjectionMemo<R> projectionCache,
    OwnEventFilter ownEventFilter) {

  Collection<R> list(PatternedApp app) {
    var eventSource = findEventSource(app);
    return eventSource == null ? Set.of() : eventSource.getSecondaryResources(app);
  }

  PendingWrite beginWrite(
      HasMetadata target, @Nullable HasMetadata previous, Consumer<ResourceID> triggerReconcile) {
    ownEventFilter.beforeWrite(ResourceID.fromResource(target));
    return new InformerWrite<>(this, target, previous, triggerReconcile);
  }

  private @Nullable ChildEventSource<R> findEventSource(HasMetadata object) {
    var ofAll = eventSources.get(WATCH_ALL_NAMESPACES);
    return ofAll == null ? eventSources.get(object.getMetadata().getNamespace()) : ofAll;
  }

  private void handleRecentResource(R written, @Nullable HasMetadata previous) {
    var eventSource = Objects.requireNonNull(findEventSource(written), "a watched namespace");
    var id = ResourceID.fromResource(written);
    if (previous == null || eventSource.get(id).isEmpty()) {
      eventSource.handleRecentResourceCreate(id, written);
    } else {
      eventSource.handleRecentResourceUpdate(id, written, kind.cast(previous));
    }
  }

  /** A write whose events the informer of its kind receives too. */
  private static final class InformerWrite<R extends HasMetadata> implements PendingWrite {

    private final ChildKindInformers<R> informers;
    private final HasMetadata target;
    private final @Nullable HasMetadata previous;
    private final Consumer<ResourceID> triggerReconcile;
    private long version;

    private InformerWrite(
        ChildKindInformers<R> informers,
        HasMetadata target,
        @Nullable HasMetadata previous,
        Consumer<ResourceID> triggerReconcile) {
      this.informers = informers;
      this.target = target;
      this.previous = previous;
      this.triggerReconcile = triggerReconcile;
    }

    @Override
    public HasMetadata complete(HasMetadata response) {
      var written = informers.projectionCache().project(informers.kind().cast(response));
      informers.handleRecentResource(written, previous);
      version = OwnEventFilter.parseResourceVersion(written);
      return written;
    }

    @Override
    public void close() {
      if (informers.ownEventFilter().afterWrite(ResourceID.fromResource(target), version)) {
        ChildToAppMapper.toPrimaryResourceIds(target).forEach(triggerReconcile);
      }
    }
  }
}
