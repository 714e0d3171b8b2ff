package io.patternedapp.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.monitoring.PodMonitor;
import io.patternedapp.expand.Expansion;
import io.patternedapp.model.ChildKinds;
import io.patternedapp.model.Labels;
import io.patternedapp.operator.cache.ChildEventSource;
import io.patternedapp.operator.cache.ChildItemStore;
import io.patternedapp.operator.cache.ChildKindInformers;
import io.patternedapp.operator.cache.ChildStore;
import io.patternedapp.operator.cache.ChildToAppMapper;
import io.patternedapp.operator.cache.OwnEventFilter;
import io.patternedapp.operator.cache.ProjectionMemo;
import io.patternedapp.operator.cache.ResourceCompressor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Creates the event sources of children: label-selected informers for each kind and each watched
 * namespace, and registers them in the {@link ChildStore}.
 */
final class ChildEventSources {

  private final ChildStore childStore;
  private final Predicate<ResourceID> isCachedApp;
  private final ResourceCompressor compressor;

  /**
   * @param childStore receives the informers
   * @param isCachedApp checks whether an app is in the primary cache
   * @param compressor compresses the children of all informers
   */
  ChildEventSources(
      ChildStore childStore, Predicate<ResourceID> isCachedApp, ResourceCompressor compressor) {
    this.childStore = childStore;
    this.isCachedApp = isCachedApp;
    this.compressor = compressor;
  }

  /** Creates and registers the event sources of all kinds; JOSDK starts them. */
  List<EventSource<?, PatternedApp>> createEventSources(EventSourceContext<PatternedApp> context) {
    var kinds = new ArrayList<Class<? extends HasMetadata>>(ChildKinds.WATCHED);
    if (isPodMonitorCrdInstalled(context.getClient())) {
      kinds.add(PodMonitor.class);
    }
    var eventSources = new ArrayList<EventSource<?, PatternedApp>>();
    for (var kind : kinds) {
      var informers = createInformers(kind, context);
      childStore.register(informers);
      eventSources.addAll(informers.eventSources().values());
    }
    return eventSources;
  }

  /**
   * Starts to watch PodMonitors when an app declares one and the CRD is installed. Before that no
   * app has a PodMonitor, so no reconcile has to read them.
   */
  void registerPodMonitorInformer(Expansion expansion, Context<PatternedApp> context) {
    if (expansion.children().stream().noneMatch(PodMonitor.class::isInstance)
        || childStore.isRegistered(PodMonitor.class)) {
      return;
    }
    synchronized (this) {
      if (!childStore.isRegistered(PodMonitor.class)
          && isPodMonitorCrdInstalled(context.getClient())) {
        var retriever = context.eventSourceRetriever();
        var informers =
            createInformers(PodMonitor.class, retriever.eventSourceContextForDynamicRegistration());
        informers.eventSources().values().forEach(retriever::dynamicallyRegisterEventSource);
        childStore.register(informers);
      }
    }
  }

  /**
   * Checks that the API server serves PodMonitors. It looks for the group in the list of groups
   * first, because the response for an unknown group is not JSON, and the client takes long to find
   * that out.
   */
  private static boolean isPodMonitorCrdInstalled(KubernetesClient client) {
    var group = HasMetadata.getGroup(PodMonitor.class);
    return client.getApiGroups().getGroups().stream()
            .anyMatch(candidate -> candidate.getName().equals(group))
        && client.supports(PodMonitor.class);
  }

  private <R extends HasMetadata> ChildKindInformers<R> createInformers(
      Class<R> kind, EventSourceContext<PatternedApp> context) {
    var projectionCache = new ProjectionMemo<R>();
    var ownEventFilter = new OwnEventFilter();
    var eventSources = new HashMap<String, ChildEventSource<R>>();
    for (var namespace : context.getControllerConfiguration().getEffectiveNamespaces()) {
      var configuration =
          configure(kind, namespace, ownEventFilter)
              .withItemStore(new ChildItemStore<>(kind, projectionCache, compressor))
              .build();
      eventSources.put(
          namespace,
          new ChildEventSource<>(configuration, context, isCachedApp, childStore::notifyDeleted));
    }
    return new ChildKindInformers<>(kind, eventSources, projectionCache, ownEventFilter);
  }

  private <R extends HasMetadata> InformerEventSourceConfiguration.Builder<R> configure(
      Class<R> kind, String namespace, OwnEventFilter ownEventFilter) {
    return InformerEventSourceConfiguration.from(kind, PatternedApp.class)
        .withName("%s in %s".formatted(kind.getSimpleName(), namespace))
        .withNamespaces(Set.of(namespace))
        .withFollowControllerNamespacesChanges(false)
        .withLabelSelector(Labels.APP)
        .withInformerListLimit(ListPaging.LIST_PAGE_SIZE)
        .withSecondaryToPrimaryMapper(ChildToAppMapper::toPrimaryResourceIds)
        .withGenericFilter(this::hasCachedApp)
        .withOnAddFilter(ownEventFilter::accept)
        .withOnUpdateFilter((updated, previous) -> ownEventFilter.accept(updated));
  }

  /**
   * Ignores events of children whose app is not cached: it is deleted, or not listed yet and
   * reconciled when it is.
   */
  // Workaround: EventProcessor of JOSDK kept a ResourceState for each app that an event named, also
  // after the app was deleted: https://github.com/operator-framework/java-operator-sdk/pull/2899
  // (in 5.2.3) ends that for events, but ResourceStateManager#getOrCreate still has other callers.
  // Cost without: the state of each deleted app, because its children are deleted after it.
  // Remove when: SoakTest passes without this filter.
  private boolean hasCachedApp(HasMetadata child) {
    return ChildToAppMapper.toPrimaryResourceIds(child).stream().anyMatch(isCachedApp);
  }
}
