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
import io.patternedapp.operator.client.PingingClientFactory;
import io.patternedapp.operator.client.Reading;
import io.patternedapp.operator.leader.Election;
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
public final class OperatorProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);

  private static final int THREADS = 16;
  private static final int FIRST_RETRY_MILLIS = 200;
  private static final double RETRY_FACTOR = 2;
  private static final int LONGEST_RETRY_MILLIS = 300_000;

  /** Nothing depends on it: what matters is told by a watch, or its time is known. */
  private static final Duration EVERY_APP_AGAIN = Duration.ofHours(10);

  private static final Duration LAST_RECONCILES = Duration.ofMillis(2_500);

  /** A reconcile only reads its app, so it needs no copy of what the cache holds. */
  private static final Cloner AS_IT_IS =
      new Cloner() {
        @Override
        public <R extends HasMetadata> R clone(R object) {
          return object;
        }
      };

  private final @Nullable Election election;
  private final Observability observability;

  /** What was started, last first. */
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private OperatorProcess(@Nullable Election election, String version) {
    this.election = election;
    this.observability = new Observability(leadership(), version);
  }

  /**
   * Starts the operator and returns when its caches are filled. With an election it may then be a
   * standby, which watches but writes nothing until it leads.
   *
   * @param config says where the cluster is
   * @throws UnsupportedServerException when the API server is too old or the CRD is missing
   */
  public static OperatorProcess start(Config config, OperatorSettings settings, Clock clock) {
    var election =
        settings.election() == null ? null : new Election(config, settings.election(), clock);
    var process = new OperatorProcess(election, settings.version());
    try {
      process.run(config, settings, clock);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
    return process;
  }

  /** Done once another process may work instead of this one, which is then to end. */
  public CompletableFuture<Void> lost() {
    return election == null ? new CompletableFuture<>() : election.lost();
  }

  /** Where health and metrics are; null when no port was wanted. */
  public @Nullable Integer port() {
    return observability.portNumber();
  }

  /**
   * Lets running reconciles end, sends the Events that wait, gives up the lease, and returns, all
   * within some seconds.
   */
  @Override
  public void close() {
    observability.closing();
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("Not everything could be stopped", e);
      }
    }
  }

  private void run(Config config, OperatorSettings settings, Clock clock) {
    parts.push(observability);
    if (election != null) {
      parts.push(election);
    }
    var client = client(config);
    parts.push(client);
    ServerCheck.check(client, settings.namespaces());
    observability.open(settings.port());
    var events = new EventRecorder(client, clock);
    parts.push(events);
    var apps = new KnownApps(client.getKubernetesSerialization());
    var reconciler = new PatternedAppReconciler(client, apps, events, leadership(), clock);
    var operator = operator(client);
    parts.push(operator::stop);
    var controller = register(operator, reconciler, apps, settings.namespaces());
    operator.start();
    observability.started(controller, apps);
    parts.push(ClockWatch.start(clock, reconciler::wakeAll));
    lookAgain(reconciler);
    LOG.info(
        "Watching PatternedApps in {}",
        settings.namespaces().isEmpty()
            ? "all namespaces"
            : String.join(", ", settings.namespaces()));
    if (election != null) {
      election.start(reconciler::wakeAll);
    }
  }

  /**
   * In place of the SDK's own longest interval: each reconcile would leave a timer behind that
   * stays in memory until it is due, though another has taken its place.
   */
  private void lookAgain(PatternedAppReconciler reconciler) {
    var looks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "look-again");
              thread.setDaemon(true);
              return thread;
            });
    parts.push(looks::shutdownNow);
    looks.scheduleWithFixedDelay(
        reconciler::wakeAll,
        EVERY_APP_AGAIN.toMinutes(),
        EVERY_APP_AGAIN.toMinutes(),
        TimeUnit.MINUTES);
  }

  private Leadership leadership() {
    return election == null ? Leadership.ALWAYS : election;
  }

  /**
   * By HTTP/1.1: a request that gets no answer closes its connection there. By HTTP/2 all later
   * ones would go the same way, for as long as the system takes a connection that died for open.
   */
  private KubernetesClient client(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(config).withHttp2Disable(true).build())
        .withKubernetesSerialization(Reading.create())
        .withHttpClientFactory(new PingingClientFactory())
        .withHttpClientBuilderConsumer(
            http -> {
              http.addOrReplaceInterceptor("requests", observability.requests());
              if (election != null) {
                http.addOrReplaceInterceptor("fence", new WriteFence(election));
              }
            })
        .build();
  }

  private Operator operator(KubernetesClient client) {
    return new Operator(
        overrider ->
            overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withConcurrentReconciliationThreads(THREADS)
                .withResourceCloner(AS_IT_IS)
                .withParseResourceVersions(true)
                .withMetrics(observability.workqueue())
                .withReconciliationTerminationTimeout(LAST_RECONCILES));
  }

  private RegisteredController<PatternedApp> register(
      Operator operator,
      PatternedAppReconciler reconciler,
      KnownApps apps,
      Set<String> namespaces) {
    var configuration =
        ControllerConfigurationOverrider.override(
                operator.getConfigurationService().getConfigurationFor(reconciler))
            .withReconciliationMaxInterval(null)
            .withRetry(
                new GenericRetry()
                    .withoutMaxAttempts()
                    .setInitialInterval(FIRST_RETRY_MILLIS)
                    .setIntervalMultiplier(RETRY_FACTOR)
                    .setMaxInterval(LONGEST_RETRY_MILLIS))
            .withRateLimiter(new Backlog(observability.workqueue()::waiting))
            .withInformerListLimit(Informers.PAGE);
    if (!namespaces.isEmpty()) {
      configuration.settingNamespaces(namespaces);
    }
    return operator.register(
        reconciler, StorePerInformer.of(configuration.build(), apps::newStore));
  }
}
