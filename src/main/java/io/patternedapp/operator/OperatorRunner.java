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
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apply.EventRecorder;
import io.patternedapp.operator.cache.AppIndex;
import io.patternedapp.operator.cache.AppItemStore;
import io.patternedapp.operator.cache.PerInformerStoreConfiguration;
import io.patternedapp.operator.cache.ResourceCompressor;
import io.patternedapp.operator.client.ClientSerialization;
import io.patternedapp.operator.client.PingingHttpClientFactory;
import io.patternedapp.operator.leader.LeaderElection;
import io.patternedapp.operator.leader.Leadership;
import io.patternedapp.operator.leader.WriteFence;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running operator. Started by {@link #start}, ended by {@link #close}. */
public final class OperatorRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorRunner.class);

  private static final int RECONCILE_THREADS = 16;
  private static final int INITIAL_RETRY_MILLIS = 200;
  private static final double RETRY_MULTIPLIER = 2;
  private static final int MAX_RETRY_MILLIS = 300_000;

  /** Nothing depends on it: what matters is told by a watch, or its time is known. */
  private static final Duration RESYNC_INTERVAL = Duration.ofHours(10);

  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofMillis(2_500);

  /** A reconcile only reads its app, so it needs no copy of what the cache holds. */
  private static final Cloner NO_COPY_CLONER =
      new Cloner() {
        @Override
        public <R extends HasMetadata> R clone(R object) {
          return object;
        }
      };

  private final @Nullable LeaderElection leaderElection;
  private final Observability observability;

  /** What was started, last first. */
  private final Deque<AutoCloseable> closeables = new ArrayDeque<>();

  private OperatorRunner(@Nullable LeaderElection leaderElection, String version) {
    this.leaderElection = leaderElection;
    this.observability = new Observability(leadership(), version);
  }

  /**
   * Starts the operator and returns when its caches are filled. With an election it may then be a
   * standby, which watches but writes nothing until it leads.
   *
   * @param config says where the cluster is
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

  /** Done once another process may work instead of this one, which is then to end. */
  public CompletableFuture<Void> leadershipLost() {
    return leaderElection == null ? new CompletableFuture<>() : leaderElection.leadershipLost();
  }

  /** Where health and metrics are; null when no port was wanted. */
  public @Nullable Integer port() {
    return observability.port();
  }

  /**
   * Lets running reconciles end, sends the Events that wait, gives up the lease, and returns, all
   * within some seconds.
   */
  @Override
  public void close() {
    observability.markStopping();
    while (!closeables.isEmpty()) {
      try {
        closeables.pop().close();
      } catch (Exception e) {
        LOG.warn("Not everything could be stopped", e);
      }
    }
  }

  private void startComponents(Config config, OperatorSettings settings, Clock clock) {
    closeables.push(observability);
    if (leaderElection != null) {
      closeables.push(leaderElection);
    }
    var client = buildClient(config);
    closeables.push(client);
    ServerPreflightCheck.check(client, settings.namespaces());
    observability.startServer(settings.port());
    var eventRecorder = new EventRecorder(client, clock);
    closeables.push(eventRecorder);
    var appIndex = new AppIndex();
    var reconciler =
        new PatternedAppReconciler(client, appIndex, eventRecorder, leadership(), clock);
    var operator = buildOperator(client);
    closeables.push(operator::stop);
    var controller = registerController(operator, reconciler, appIndex, settings.namespaces());
    operator.start();
    observability.startSampling(controller, appIndex);
    closeables.push(ClockJumpDetector.start(clock, reconciler::resyncAll));
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

  /**
   * In place of the SDK's own longest interval: each reconcile would leave a timer behind that
   * stays in memory until it is due, though another has taken its place.
   */
  private void schedulePeriodicResync(PatternedAppReconciler reconciler) {
    var scheduler =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "look-again");
              thread.setDaemon(true);
              return thread;
            });
    closeables.push(scheduler::shutdownNow);
    scheduler.scheduleWithFixedDelay(
        reconciler::resyncAll,
        RESYNC_INTERVAL.toMinutes(),
        RESYNC_INTERVAL.toMinutes(),
        TimeUnit.MINUTES);
  }

  private Leadership leadership() {
    return leaderElection == null ? Leadership.ALWAYS : leaderElection;
  }

  /**
   * By HTTP/1.1: a request that gets no answer closes its connection there. By HTTP/2 all later
   * ones would go the same way, for as long as the system takes a connection that died for open.
   */
  private KubernetesClient buildClient(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(config).withHttp2Disable(true).build())
        .withKubernetesSerialization(ClientSerialization.create())
        .withHttpClientFactory(new PingingHttpClientFactory())
        .withHttpClientBuilderConsumer(
            http -> {
              http.addOrReplaceInterceptor("requests", observability.requestMetrics());
              if (leaderElection != null) {
                http.addOrReplaceInterceptor("fence", new WriteFence(leaderElection));
              }
            })
        .build();
  }

  private Operator buildOperator(KubernetesClient client) {
    return new Operator(
        overrider ->
            overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withConcurrentReconciliationThreads(RECONCILE_THREADS)
                .withResourceCloner(NO_COPY_CLONER)
                .withParseResourceVersions(true)
                .withMetrics(observability.workqueueMetrics())
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
            .withRateLimiter(new QueueDepthRateLimiter(observability.workqueueMetrics()::depth))
            .withInformerListLimit(InformerStatuses.LIST_PAGE_SIZE);
    if (!namespaces.isEmpty()) {
      configuration.settingNamespaces(namespaces);
    }
    var compressor =
        new ResourceCompressor(
            operator.getConfigurationService().getKubernetesClient().getKubernetesSerialization());
    return operator.register(
        reconciler,
        PerInformerStoreConfiguration.decorate(
            configuration.build(), () -> new AppItemStore(appIndex, compressor)));
  }
}
