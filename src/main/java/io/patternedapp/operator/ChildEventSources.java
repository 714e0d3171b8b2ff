package io.patternedapp.operator;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.monitoring.PodMonitor;
import io.patternedapp.apply.ChildCache;
import io.patternedapp.expand.Expansion;
import io.patternedapp.model.Labels;
import io.patternedapp.operator.cache.CompressedItemStore;
import io.patternedapp.operator.cache.OwnEventFilter;
import io.patternedapp.operator.cache.PerInformerStoreConfiguration;
import io.patternedapp.operator.cache.ProjectionCache;
import io.patternedapp.operator.cache.ResourceCompressor;
import io.patternedapp.rollout.Projection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Label-selected informers for every kind of child; each keeps projections only. */
final class ChildEventSources implements ChildCache {

  /** Every kind that the operator makes, and those that stand between it and Pods. */
  private static final List<Class<? extends HasMetadata>> WATCHED_KINDS =
      List.of(
          ConfigMap.class,
          Service.class,
          NetworkPolicy.class,
          PodDisruptionBudget.class,
          Pod.class,
          Deployment.class,
          StatefulSet.class,
          DaemonSet.class,
          Job.class,
          CronJob.class,
          ReplicaSet.class,
          ControllerRevision.class);

  private final Consumer<ResourceID> triggerReconcile;
  private final Predicate<ResourceID> isCachedApp;
  private final ResourceCompressor compressor;
  private volatile Map<Class<? extends HasMetadata>, ChildInformer<?>> informers = Map.of();
  private final List<Consumer<HasMetadata>> deletionListeners = new CopyOnWriteArrayList<>();

  /**
   * No informers yet.
   *
   * @param triggerReconcile has an app reconciled
   * @param isCachedApp whether an app is known
   * @param compressor compresses the children of all stores
   */
  ChildEventSources(
      Consumer<ResourceID> triggerReconcile,
      Predicate<ResourceID> isCachedApp,
      ResourceCompressor compressor) {
    this.triggerReconcile = triggerReconcile;
    this.isCachedApp = isCachedApp;
    this.compressor = compressor;
  }

  /** Makes the informers; the SDK starts them. */
  List<EventSource<?, PatternedApp>> createEventSources(EventSourceContext<PatternedApp> context) {
    var eventSources = new ArrayList<EventSource<?, PatternedApp>>();
    for (var kind : WATCHED_KINDS) {
      eventSources.add(createAndRegister(kind, context).eventSource());
    }
    if (isPodMonitorCrdInstalled(context.getClient())) {
      eventSources.add(createAndRegister(PodMonitor.class, context).eventSource());
    }
    return eventSources;
  }

  /**
   * Starts to watch PodMonitors once an app wants one and the cluster knows them. Before that there
   * can be none, so no reconcile has to look.
   */
  void registerPodMonitorInformer(Expansion expansion, Context<PatternedApp> context) {
    if (expansion.children().stream().noneMatch(PodMonitor.class::isInstance)
        || informers.containsKey(PodMonitor.class)) {
      return;
    }
    synchronized (this) {
      if (!informers.containsKey(PodMonitor.class)
          && isPodMonitorCrdInstalled(context.getClient())) {
        var retriever = context.eventSourceRetriever();
        var informer =
            createInformer(PodMonitor.class, retriever.eventSourceContextForDynamicRegistration());
        retriever.dynamicallyRegisterEventSource(informer.eventSource());
        register(PodMonitor.class, informer);
      }
    }
  }

  /**
   * Looks for the group in the list of all first: the answer of an API server about one that it
   * does not know is no JSON, and the client takes long to find that out.
   */
  private static boolean isPodMonitorCrdInstalled(KubernetesClient client) {
    var group = HasMetadata.getGroup(PodMonitor.class);
    return client.getApiGroups().getGroups().stream()
            .anyMatch(candidate -> candidate.getName().equals(group))
        && client.supports(PodMonitor.class);
  }

  private <R extends HasMetadata> ChildInformer<R> createAndRegister(
      Class<R> kind, EventSourceContext<PatternedApp> context) {
    var informer = createInformer(kind, context);
    register(kind, informer);
    return informer;
  }

  private <R extends HasMetadata> ChildInformer<R> createInformer(
      Class<R> kind, EventSourceContext<PatternedApp> context) {
    var ownEventFilter = new OwnEventFilter();
    var configuration =
        InformerEventSourceConfiguration.from(kind, PatternedApp.class)
            .withNamespacesInheritedFromController()
            .withLabelSelector(Labels.APP)
            .withInformerListLimit(InformerStatuses.LIST_PAGE_SIZE)
            .withSecondaryToPrimaryMapper(ChildEventSources::toPrimaryResourceIds)
            .withGenericFilter(this::hasCachedApp)
            .withOnAddFilter(ownEventFilter::accept)
            .withOnUpdateFilter((updated, previous) -> ownEventFilter.accept(updated))
            .build();
    var projectionCache = new ProjectionCache<R>();
    var configurationWithStores =
        PerInformerStoreConfiguration.decorate(
            configuration,
            () -> new ChildItemStore<>(kind, projectionCache, this::notifyDeleted, compressor));
    return new ChildInformer<>(
        kind,
        new InformerEventSource<>(configurationWithStores, context),
        projectionCache,
        ownEventFilter);
  }

  /**
   * Children go after their app: the SDK would keep the name of every app that a child was about.
   * An app that is yet to be seen is looked at when it is.
   */
  private boolean hasCachedApp(HasMetadata child) {
    return toPrimaryResourceIds(child).stream().anyMatch(isCachedApp);
  }

  private static Set<ResourceID> toPrimaryResourceIds(HasMetadata child) {
    var app = child.getMetadata().getLabels().get(Labels.APP);
    return app == null
        ? Set.of()
        : Set.of(new ResourceID(app.intern(), child.getMetadata().getNamespace()));
  }

  private synchronized void register(Class<? extends HasMetadata> kind, ChildInformer<?> informer) {
    var extended = new LinkedHashMap<>(informers);
    extended.put(kind, informer);
    informers = extended;
  }

  @Override
  public List<HasMetadata> list(PatternedApp app) {
    var children = new ArrayList<HasMetadata>();
    informers.values().forEach(informer -> children.addAll(informer.list(app)));
    return children;
  }

  @Override
  public PendingWrite beginWrite(HasMetadata target, @Nullable HasMetadata previous) {
    var informer = informers.get(target.getClass());
    return informer == null
        ? new UnwatchedWrite()
        : informer.beginWrite(target, previous, triggerReconcile);
  }

  @Override
  public void onDeleted(Consumer<HasMetadata> listener) {
    deletionListeners.add(listener);
  }

  private void notifyDeleted(HasMetadata object) {
    deletionListeners.forEach(listener -> listener.accept(object));
  }

  /** Keeps projections, and tells of each that goes. */
  private static final class ChildItemStore<R extends HasMetadata> extends CompressedItemStore<R> {

    private final Consumer<HasMetadata> onDeleted;

    ChildItemStore(
        Class<R> kind,
        ProjectionCache<R> projectionCache,
        Consumer<HasMetadata> onDeleted,
        ResourceCompressor compressor) {
      super(kind, projectionCache::project, compressor);
      this.onDeleted = onDeleted;
    }

    /**
     * The informer tells of each object that it lists, and those wait until all informers have
     * started: whole, they would not fit into the heap.
     */
    @Override
    public @Nullable R put(String key, R object) {
      var previous = super.put(key, object);
      Projection.clearProjectedFields(object);
      return previous;
    }

    @Override
    public @Nullable R remove(String key) {
      var removed = super.remove(key);
      if (removed != null) {
        onDeleted.accept(removed);
      }
      return removed;
    }
  }

  private record ChildInformer<R extends HasMetadata>(
      Class<R> kind,
      InformerEventSource<R, PatternedApp> eventSource,
      ProjectionCache<R> projectionCache,
      OwnEventFilter ownEventFilter) {

    Set<R> list(PatternedApp app) {
      return eventSource.getSecondaryResources(app);
    }

    PendingWrite beginWrite(
        HasMetadata target, @Nullable HasMetadata previous, Consumer<ResourceID> triggerReconcile) {
      ownEventFilter.beforeWrite(ResourceID.fromResource(target));
      return new InformerWrite<>(this, target, previous, triggerReconcile);
    }

    private void handleRecentResource(ResourceID id, R written, @Nullable HasMetadata previous) {
      if (previous == null || eventSource.get(id).isEmpty()) {
        eventSource.handleRecentResourceCreate(id, written);
      } else {
        eventSource.handleRecentResourceUpdate(id, written, kind.cast(previous));
      }
    }
  }

  /** A write of a kind that no informer watches yet. */
  private static final class UnwatchedWrite implements PendingWrite {

    @Override
    public HasMetadata complete(HasMetadata response) {
      return Projection.project(response);
    }

    @Override
    public void close() {}
  }

  /** A write whose events the informer of its kind receives too. */
  private static final class InformerWrite<R extends HasMetadata> implements PendingWrite {

    private final ChildInformer<R> informer;
    private final HasMetadata target;
    private final @Nullable HasMetadata previous;
    private final Consumer<ResourceID> triggerReconcile;
    private long version;

    private InformerWrite(
        ChildInformer<R> informer,
        HasMetadata target,
        @Nullable HasMetadata previous,
        Consumer<ResourceID> triggerReconcile) {
      this.informer = informer;
      this.target = target;
      this.previous = previous;
      this.triggerReconcile = triggerReconcile;
    }

    @Override
    public HasMetadata complete(HasMetadata response) {
      var written = informer.projectionCache().project(informer.kind().cast(response));
      informer.handleRecentResource(ResourceID.fromResource(target), written, previous);
      version = OwnEventFilter.parseResourceVersion(written);
      return written;
    }

    @Override
    public void close() {
      if (informer.ownEventFilter().afterWrite(ResourceID.fromResource(target), version)) {
        toPrimaryResourceIds(target).forEach(triggerReconcile);
      }
    }
  }
}
