package io.patternedapp.operator.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapListBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.javaoperatorsdk.operator.api.config.ConfigurationService;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.Labels;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Starts an event source against an API server that lists three ConfigMaps, a page each. */
class ChildEventSourceTest {

  private static final int PAGES = 3;
  private static final int ATTEMPTS = 20;

  /** A strong reference, because the log manager keeps loggers and their levels weakly. */
  private static final Logger SERVER_LOGGER = Logger.getLogger(MockWebServer.class.getName());

  /** Before it returns the last page, it checks whether the objects of the first are collected. */
  private final class PagingApiServer extends KubernetesCrudDispatcher {

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      var path = request.getPath();
      return path.contains("watch=true") || !path.contains("limit=1")
          ? super.dispatch(request)
          : page(path.contains("continue=") ? path.replaceAll(".*continue=(\\d).*", "$1") : "1");
    }
  }

  private final List<WeakReference<ConfigMap>> listed = new CopyOnWriteArrayList<>();
  private final List<ResourceID> triggered = new CopyOnWriteArrayList<>();
  private final List<String> deleted = new CopyOnWriteArrayList<>();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(), new MockWebServer(), new HashMap<>(), new PagingApiServer(), false);
  private KubernetesClient client;
  private ChildEventSource<ConfigMap> eventSource;
  private volatile boolean firstPageIsCollected;

  @ControllerConfiguration
  private static final class NoReconciler implements Reconciler<PatternedApp> {

    @Override
    public UpdateControl<PatternedApp> reconcile(
        PatternedApp app,
        io.javaoperatorsdk.operator.api.reconciler.Context<PatternedApp> context) {
      return UpdateControl.noUpdate();
    }
  }

  /** Remembers what the informer puts. */
  private final class RecordingStore extends CompressedItemStore<ConfigMap> {

    RecordingStore() {
      super(ConfigMap.class, new ResourceCompressor(client.getKubernetesSerialization()));
    }

    @Override
    public ConfigMap put(String key, ConfigMap object) {
      listed.add(new WeakReference<>(object));
      return super.put(key, object);
    }
  }

  @BeforeEach
  void start() {
    SERVER_LOGGER.setLevel(Level.WARNING);
    server.init();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl(server.url("/"))
                    .withHttp2Disable(true)
                    .build())
            .build();
    var controllerConfiguration =
        ConfigurationService.newOverriddenConfigurationService(
                overrider -> overrider.withKubernetesClient(client))
            .getConfigurationFor(new NoReconciler());
    var configuration =
        InformerEventSourceConfiguration.from(ConfigMap.class, PatternedApp.class)
            .withNamespaces("shop")
            .withInformerListLimit(1L)
            .withSecondaryToPrimaryMapper(ChildToAppMapper::toPrimaryResourceIds)
            .withItemStore(new RecordingStore())
            .build();
    eventSource =
        new ChildEventSource<>(
            configuration,
            new EventSourceContext<>(null, controllerConfiguration, client, PatternedApp.class),
            app -> !app.getName().equals("unknown"),
            this::recordDeletion);
    setControllerConfiguration(controllerConfiguration);
    eventSource.setEventHandler(this::recordEvent);
    eventSource.start();
  }

  @AfterEach
  void stop() {
    eventSource.stop();
    client.close();
    server.destroy();
  }

  @Test
  void startRetainsNoListedObjectAndTriggersEachCachedApp() {
    assertThat(listed).hasSize(PAGES);
    assertThat(firstPageIsCollected).as("the first page when the last is listed").isTrue();
    assertThat(triggered).containsExactly(new ResourceID("web", "shop"));
    assertThat(eventSource.getSecondaryResources(app("web"))).hasSize(2);
    assertThat(eventSource.getSecondaryResources(app("unknown"))).hasSize(1);
  }

  @Test
  void runningEventSourceHandlesEventsAtOnce() {
    eventSource.onAdd(configMap("later", "shop-app"));

    assertThat(triggered).contains(new ResourceID("shop-app", "shop"));
  }

  @Test
  void deletionIsReportedToTheListener() {
    eventSource.onDelete(configMap("web-1", "web"), false);

    assertThat(deleted).containsExactly("web-1");
    assertThat(triggered)
        .containsExactly(new ResourceID("web", "shop"), new ResourceID("web", "shop"));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private void setControllerConfiguration(
      io.javaoperatorsdk.operator.api.config.ControllerConfiguration<PatternedApp> configuration) {
    eventSource.setControllerConfiguration(
        (io.javaoperatorsdk.operator.api.config.ControllerConfiguration) configuration);
  }

  private void recordEvent(Event event) {
    triggered.add(event.getRelatedCustomResourceID());
  }

  private void recordDeletion(HasMetadata object) {
    deleted.add(object.getMetadata().getName());
  }

  private MockResponse page(String page) {
    var number = Integer.parseInt(page);
    if (number == PAGES) {
      firstPageIsCollected = isCollected(listed.get(0));
    }
    var list =
        new ConfigMapListBuilder()
            .withNewMetadata()
            .withResourceVersion("10")
            .withContinue(number == PAGES ? null : String.valueOf(number + 1))
            .endMetadata()
            .withItems(configMap("web-" + page, number == PAGES ? "unknown" : "web"))
            .build();
    return new MockResponse().setResponseCode(200).setBody(Serialization.asJson(list));
  }

  /** Tries more than once, because the informer handles its queue in another thread. */
  private static boolean isCollected(WeakReference<?> reference) {
    for (int i = 0; i < ATTEMPTS && reference.get() != null; i++) {
      GarbageCollector.collect();
    }
    return reference.get() == null;
  }

  private static ConfigMap configMap(String name, String app) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("shop")
        .withUid(name)
        .withResourceVersion("7")
        .withLabels(Map.of(Labels.APP, app))
        .endMetadata()
        .build();
  }

  private static PatternedApp app(String name) {
    var app = new PatternedApp();
    app.getMetadata().setName(name);
    app.getMetadata().setNamespace("shop");
    return app;
  }
}
