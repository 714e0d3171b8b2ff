package io.patternedapp.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.api.config.Cloner;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.monitoring.AggregatedMetrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apply.EventRecorder;
import io.patternedapp.operator.cache.AppIndex;
import io.patternedapp.operator.cache.IndexedAppStore;
import io.patternedapp.operator.cache.PerInformerStoreConfiguration;
import io.patternedapp.operator.cache.ResourceCompressor;
import io.patternedapp.operator.client.ClientSerialization;
import io.patternedapp.operator.client.PingingHttpClientFactory;
import io.patternedapp.operator.concurrent.BackgroundScheduler;
import io.patternedapp.operator.leader.LeaderElection;
import io.patternedapp.operator.leader.Leadership;
import io.patternedapp.operator.leader.WriteFence;
import io.patternedapp.operator.metrics.ApiRequestMetrics;
import io.patternedapp.operator.metrics.MetricsRegistry;
import io.patternedapp.operator.metrics.ReconcileMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator's components in order, and stops them in reverse order. */
public final class OperatorRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorRunner.class);

  private static final int RECONCILE_THREADS = 16;
  private static final int INITIAL_RETRY_MILLIS = 200;
  private static final double RETRY_MULTIPLIER = 2;
  private static final int MAX_RETRY_MILLIS = 300_000;

  /** A safety net: watch events and requeues trigger every reconcile that is needed. */
  private static final Duration RESYNC_INTERVAL = Duration.ofHours(10);

  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofMillis(2_500);

  /** Returns the cached object itself, which is safe as a reconcile does not modify its app. */
  // Workaround: JOSDK's ReconciliationDispatcher copies the primary resource by JSON for each
  // reconcile (operator-framework/java-operator-sdk issues 2027 and 2351); cost without: 4 % of the
  // CPU time; remove when JOSDK can skip the copy of the primary resource. See
  // docs/adr/0016-no-copy-cloner.md.
  private static final Cloner NO_COPY_CLONER =
      new Cloner() {
        @Override
        public <R extends HasMetadata> R clone(R object) {
          return object;
        }
      };

  private final @Nullable LeaderElection leaderElection;
  private final BackgroundScheduler scheduler = new BackgroundScheduler();
  private final WorkqueueState workqueueState = new WorkqueueState(System::nanoTime);
  private final MetricsRegistry metrics;
  private final HealthSampler healthSampler = new HealthSampler(workqueueState);
  private final ManagementEndpoints managementEndpoints;

  /** The started components, last first. */
  private final Deque<AutoCloseable> closeables = new ArrayDeque<>();

  private OperatorRunner(@Nullable LeaderElection leaderElection, String version) {
    this.leaderElection = leaderElection;
    this.metrics = new MetricsRegistry(leadership(), version);
    this.managementEndpoints = new ManagementEndpoints(healthSampler.health(), metrics);
  }

  /**
   * Starts the operator, and returns when its caches are synced. With leader election the process
   * may start as a standby, which watches but writes nothing until it leads.
   *
   * @param config of the client, with the address and the credentials of the cluster
   * @throws UnsupportedServerException when the API server is too old or the CRD is missing
   */
  public static OperatorRunner start(Config config, OperatorSettings settings, Clock clock) {
    var leaderElection =
        settings.leaderElection() == null
            ? null
            : new LeaderElection(config, settings.leaderElection(), clock);
    var runner = new OperatorRunner(leaderElection, settings.version());
    try {
      runner.startComponents(config, settings, clock);
    } catch (RuntimeException e) {
      runner.close();
      throw e;
    }
    return runner;
  }

  /** Completes when this process lost leader election and must exit. */
  public CompletableFuture<Void> leadershipLost() {
    return leaderElection == null ? new CompletableFuture<>() : leaderElection.leadershipLost();
  }

  /** Returns the port of the health and metrics endpoints; null when they are disabled. */
  public @Nullable Integer port() {
    return managementEndpoints.port();
  }

  /**
   * Waits for running reconciles, sends queued Events, releases the lease and stops all components,
   * within a few seconds.
   */
  @Override
  public void close() {
    healthSampler.health().markStopping();
    while (!closeables.isEmpty()) {
      try {
        closeables.pop().close();
      } catch (Exception e) {
        LOG.warn("Failed to stop a component", e);
      }
    }
  }

  private void startComponents(Config config, OperatorSettings settings, Clock clock) {
    closeables.push(metrics);
    closeables.push(managementEndpoints);
    closeables.push(scheduler);
    if (leaderElection != null) {
      closeables.push(leaderElection);
    }
    var client = buildClient(config);
    closeables.push(client);
    ServerPreflightCheck.check(client, settings.namespaces());
    var appIndex = new AppIndex();
    if (settings.port() != null) {
      managementEndpoints.start(settings.port(), appIndex);
    }
    var eventRecorder = new EventRecorder(client, clock);
    closeables.push(eventRecorder);
    var reconciler =
        new PatternedAppReconciler(client, appIndex, eventRecorder, leadership(), clock);
    var operator = buildOperator(client);
    closeables.push(operator::stop);
    var controller = registerController(operator, reconciler, appIndex, settings.namespaces());
    operator.start();
    healthSampler.start(controller, scheduler);
    var clockCheck =
        new ClockJumpDetector(clock, System::nanoTime, reconciler::resyncAll).start(scheduler);
    closeables.push(() -> clockCheck.cancel(false));
    schedulePeriodicResync(reconciler);
    LOG.info(
        "Watching PatternedApps in {}",
        settings.namespaces().isEmpty()
            ? "all namespaces"
            : String.join(", ", settings.namespaces()));
    if (leaderElection != null) {
      leaderElection.start(reconciler::resyncAll);
    }
  }

  // Workaround: with JOSDK's reconciliationMaxInterval, each reconcile leaves a timer of ten hours
  // in TimerEventSource, and java.util.Timer keeps a canceled task until it is due; cost without:
  // heap grows with each reconcile (491 such tasks after 9 minutes of the soak test); remove when
  // JOSDK drops canceled tasks (operator-framework/java-operator-sdk PR 3620). See
  // docs/adr/0015-periodic-resync.md.
  private void schedulePeriodicResync(PatternedAppReconciler reconciler) {
    var resync =
        scheduler.scheduleWithFixedDelay(
            "resync apps",
            () -> {
              LOG.debug("Periodic resync of all apps");
              reconciler.resyncAll();
            },
            RESYNC_INTERVAL);
    closeables.push(() -> resync.cancel(false));
  }

  private Leadership leadership() {
    return leaderElection == null ? Leadership.ALWAYS : leaderElection;
  }

  // Workaround: over HTTP/2, java.net.http.HttpClient sends all requests on one connection
  // (jdk.internal.net.http.Http2Connection), without health checks, and a request that times out
  // does not close it; cost without: after a node or load balancer dropped the connection, all
  // requests fail until the kernel gives up (no recovery within 90 s); remove when the JDK's client
  // sends HTTP/2 PINGs or drops a connection after a timeout. See docs/adr/0027-jdk-http-client.md.
  private KubernetesClient buildClient(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(config).withHttp2Disable(true).build())
        .withKubernetesSerialization(ClientSerialization.create())
        .withHttpClientFactory(new PingingHttpClientFactory(scheduler))
        .withHttpClientBuilderConsumer(
            http -> {
              http.addOrReplaceInterceptor("requests", new ApiRequestMetrics(metrics.registry()));
              if (leaderElection != null) {
                http.addOrReplaceInterceptor("fence", new WriteFence(leaderElection));
              }
            })
        .build();
  }

  private Operator buildOperator(KubernetesClient client) {
    var workqueueMetrics =
        new ReconcileMetrics(
            metrics.registry(),
            workqueueState::depth,
            workqueueState::running,
            leadership(),
            ReconcileOutcomeClassifier::classify,
            System::nanoTime);
    return new Operator(
        overrider ->
            overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withConcurrentReconciliationThreads(RECONCILE_THREADS)
                .withResourceCloner(NO_COPY_CLONER)
                .withParseResourceVersions(true)
                // Only the first one times the execution of reconciles.
                .withMetrics(new AggregatedMetrics(List.of(workqueueMetrics, workqueueState)))
                .withReconciliationTerminationTimeout(SHUTDOWN_TIMEOUT));
  }

  private RegisteredController<PatternedApp> registerController(
      Operator operator,
      PatternedAppReconciler reconciler,
      AppIndex appIndex,
      Set<String> namespaces) {
    var configuration =
        ControllerConfigurationOverrider.override(
                operator.getConfigurationService().getConfigurationFor(reconciler))
            .withReconciliationMaxInterval(null)
            .withRetry(
                new GenericRetry()
                    .withoutMaxAttempts()
                    .setInitialInterval(INITIAL_RETRY_MILLIS)
                    .setIntervalMultiplier(RETRY_MULTIPLIER)
                    .setMaxInterval(MAX_RETRY_MILLIS))
            .withRateLimiter(new QueueDepthRateLimiter(workqueueState::depth))
            .withInformerListLimit(ListPaging.LIST_PAGE_SIZE);
    if (!namespaces.isEmpty()) {
      configuration.settingNamespaces(namespaces);
    }
    var compressor =
        new ResourceCompressor(
            operator.getConfigurationService().getKubernetesClient().getKubernetesSerialization());
    return operator.register(
        reconciler,
        PerInformerStoreConfiguration.decorate(
            configuration.build(), () -> new IndexedAppStore(appIndex, compressor)));
  }
}
