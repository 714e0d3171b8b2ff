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
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PodMonitor;
import io.patternedapp.apply.ChildCache;
import io.patternedapp.apply.Projection;
import io.patternedapp.expand.Expansion;
import io.patternedapp.expand.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Label-selected informers for every kind of child; each keeps projections only. */
final class ChildSources implements ChildCache {

  /** Every kind that the operator makes, and those that stand between it and Pods. */
  private static final List<Class<? extends HasMetadata>> KINDS =
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

  private final Consumer<ResourceID> wake;
  private final Predicate<ResourceID> isApp;
  private volatile Map<Class<? extends HasMetadata>, Source<?>> sources = Map.of();
  private final List<Consumer<HasMetadata>> goneListeners = new CopyOnWriteArrayList<>();

  /**
   * No informers yet.
   *
   * @param wake has an app reconciled
   * @param isApp whether an app is known
   */
  ChildSources(Consumer<ResourceID> wake, Predicate<ResourceID> isApp) {
    this.wake = wake;
    this.isApp = isApp;
  }

  /** Makes the informers; the SDK starts them. */
  List<EventSource<?, PatternedApp>> create(EventSourceContext<PatternedApp> context) {
    var created = new ArrayList<EventSource<?, PatternedApp>>();
    for (var kind : KINDS) {
      created.add(add(kind, context).informer());
    }
    if (knowsMonitors(context.getClient())) {
      created.add(add(PodMonitor.class, context).informer());
    }
    return created;
  }

  /**
   * Starts to watch PodMonitors once an app wants one and the cluster knows them. Before that there
   * can be none, so no reconcile has to look.
   */
  void watchMonitors(Expansion wanted, Context<PatternedApp> context) {
    if (wanted.children().stream().noneMatch(PodMonitor.class::isInstance)
        || sources.containsKey(PodMonitor.class)) {
      return;
    }
    synchronized (this) {
      if (!sources.containsKey(PodMonitor.class) && knowsMonitors(context.getClient())) {
        var retriever = context.eventSourceRetriever();
        var source = source(PodMonitor.class, retriever.eventSourceContextForDynamicRegistration());
        retriever.dynamicallyRegisterEventSource(source.informer());
        put(PodMonitor.class, source);
      }
    }
  }

  /**
   * Looks for the group in the list of all first: the answer of an API server about one that it
   * does not know is no JSON, and the client takes long to find that out.
   */
  private static boolean knowsMonitors(KubernetesClient client) {
    var group = HasMetadata.getGroup(PodMonitor.class);
    return client.getApiGroups().getGroups().stream()
            .anyMatch(known -> known.getName().equals(group))
        && client.supports(PodMonitor.class);
  }

  private <R extends HasMetadata> Source<R> add(
      Class<R> kind, EventSourceContext<PatternedApp> context) {
    var source = source(kind, context);
    put(kind, source);
    return source;
  }

  private <R extends HasMetadata> Source<R> source(
      Class<R> kind, EventSourceContext<PatternedApp> context) {
    var ownWrites = new OwnWrites();
    var configuration =
        InformerEventSourceConfiguration.from(kind, PatternedApp.class)
            .withNamespacesInheritedFromController()
            .withLabelSelector(Names.APP_LABEL)
            .withInformerListLimit(Informers.PAGE)
            .withSecondaryToPrimaryMapper(ChildSources::appOf)
            .withGenericFilter(this::hasApp)
            .withOnAddFilter(ownWrites::isNews)
            .withOnUpdateFilter((shown, before) -> ownWrites.isNews(shown))
            .build();
    var projections = new RecentProjections<R>();
    var serialization = context.getClient().getKubernetesSerialization();
    var stored =
        StorePerInformer.of(
            configuration, () -> new Store<>(kind, projections, this::gone, serialization));
    return new Source<>(kind, new InformerEventSource<>(stored, context), projections, ownWrites);
  }

  /**
   * Children go after their app: the SDK would keep the name of every app that a child was about.
   * An app that is yet to be seen is looked at when it is.
   */
  private boolean hasApp(HasMetadata child) {
    return appOf(child).stream().anyMatch(isApp);
  }

  private static Set<ResourceID> appOf(HasMetadata child) {
    var app = child.getMetadata().getLabels().get(Names.APP_LABEL);
    return app == null
        ? Set.of()
        : Set.of(new ResourceID(app.intern(), child.getMetadata().getNamespace()));
  }

  private synchronized void put(Class<? extends HasMetadata> kind, Source<?> source) {
    var more = new LinkedHashMap<>(sources);
    more.put(kind, source);
    sources = more;
  }

  @Override
  public List<HasMetadata> of(PatternedApp app) {
    var children = new ArrayList<HasMetadata>();
    sources.values().forEach(source -> children.addAll(source.of(app)));
    return children;
  }

  @Override
  public HasMetadata write(
      HasMetadata target, @Nullable HasMetadata previous, Supplier<? extends HasMetadata> request) {
    var source = sources.get(target.getClass());
    return source == null
        ? Projection.of(request.get())
        : source.write(target, previous, request, wake);
  }

  @Override
  public void whenGone(Consumer<HasMetadata> listener) {
    goneListeners.add(listener);
  }

  private void gone(HasMetadata object) {
    goneListeners.forEach(listener -> listener.accept(object));
  }

  /** Keeps projections, and tells of each that goes. */
  private static final class Store<R extends HasMetadata> extends PackedStore<R> {

    private final Consumer<HasMetadata> gone;

    Store(
        Class<R> kind,
        RecentProjections<R> projections,
        Consumer<HasMetadata> gone,
        KubernetesSerialization serialization) {
      super(kind, projections::of, serialization);
      this.gone = gone;
    }

    /**
     * The informer tells of each object that it lists, and those wait until all informers have
     * started: whole, they would not fit into the heap.
     */
    @Override
    public @Nullable R put(String key, R object) {
      var previous = super.put(key, object);
      Projection.empty(object);
      return previous;
    }

    @Override
    public @Nullable R remove(String key) {
      var removed = super.remove(key);
      if (removed != null) {
        gone.accept(removed);
      }
      return removed;
    }
  }

  private record Source<R extends HasMetadata>(
      Class<R> kind,
      InformerEventSource<R, PatternedApp> informer,
      RecentProjections<R> projections,
      OwnWrites ownWrites) {

    Set<R> of(PatternedApp app) {
      return informer.getSecondaryResources(app);
    }

    HasMetadata write(
        HasMetadata target,
        @Nullable HasMetadata previous,
        Supplier<? extends HasMetadata> request,
        Consumer<ResourceID> wake) {
      var id = ResourceID.fromResource(target);
      long version = 0;
      ownWrites.begin(id);
      try {
        var written = projections.of(kind.cast(request.get()));
        note(id, written, previous);
        version = OwnWrites.versionOf(written);
        return written;
      } finally {
        if (ownWrites.end(id, version)) {
          appOf(target).forEach(wake);
        }
      }
    }

    private void note(ResourceID id, R written, @Nullable HasMetadata previous) {
      if (previous == null || informer.get(id).isEmpty()) {
        informer.handleRecentResourceCreate(id, written);
      } else {
        informer.handleRecentResourceUpdate(id, written, kind.cast(previous));
      }
    }
  }
}
