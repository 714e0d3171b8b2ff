package io.patternedapp.operator.leader;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.patternedapp.model.ResourceNames;
import io.patternedapp.operator.concurrent.DaemonThreads;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs leader election on a Lease: acquires it, and renews it until closed or lost. Uses a client
 * of its own, so that requests that hang or queue elsewhere do not cost the lease.
 */
// Workaround: JOSDK's LeaderElectionManager creates fabric8's LeaseLock on the operator's client
// and does not accept another lock (see FencedLeaseLock), holds back events instead of fencing
// writes, and calls System.exit (operator-framework/java-operator-sdk issues 2496 and 3376); cost
// without: a leader that was paused beyond its lease finishes its reconciles and overwrites the new
// leader's changes; remove when JOSDK accepts a lock and FencedLeaseLock is no longer needed. See
// docs/adr/0011-fenced-lease.md.
public final class LeaderElection implements Leadership, AutoCloseable {

  /** The name of the Lease that the operator's replicas compete for. */
  public static final String LEASE_NAME = ResourceNames.OPERATOR;

  /**
   * How long the lease is valid, from when a standby observed the last renewal. A standby reads the
   * Lease every 2 to 4.4 s, so it takes over at most 19 s after the leader stopped.
   */
  static final Duration LEASE_DURATION = Duration.ofSeconds(10);

  /**
   * How long the leader may write, from before it requested the last renewal; shorter than the
   * lease.
   */
  static final Duration RENEW_DEADLINE = Duration.ofSeconds(8);

  static final Duration RETRY_PERIOD = Duration.ofSeconds(2);
  private static final int REQUEST_TIMEOUT_MILLIS = 3_000;

  private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);

  private final LeaderElectionSettings settings;
  private final KubernetesClient client;
  private final FencedLeaseLock leaseLock;
  private final ExecutorService executor =
      Executors.newCachedThreadPool(DaemonThreads.named("leader-election"));
  private final CompletableFuture<Void> leadershipLost = new CompletableFuture<>();
  private @Nullable CompletableFuture<?> elector;
  private volatile Runnable onStartedLeading = () -> {};
  private volatile boolean leading;
  private volatile boolean renewalOverdue;
  private volatile boolean stopping;

  public LeaderElection(Config config, LeaderElectionSettings settings, Clock clock) {
    this.settings = settings;
    this.client = new KubernetesClientBuilder().withConfig(withShortTimeout(config)).build();
    this.leaseLock =
        new FencedLeaseLock(settings, LEASE_NAME, clock, System::nanoTime, this::leaseRenewed);
  }

  /**
   * Starts leader election, and returns without waiting for the lease.
   *
   * @param onStartedLeading called when this process starts leading, and again when it renewed the
   *     lease after its renew deadline, to reconcile what the fence blocked meanwhile
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the Lease cannot be read
   */
  public void start(Runnable onStartedLeading) {
    this.onStartedLeading = onStartedLeading;
    // Fails at startup when the permission to read the Lease is missing.
    leaseLock.get(client);
    var callbacks =
        new LeaderCallbacks(
            this::startedLeading, this::stoppedLeading, leader -> logNewLeader(leader));
    var configuration =
        new LeaderElectionConfig(
            leaseLock, LEASE_DURATION, RENEW_DEADLINE, RETRY_PERIOD, callbacks, true, LEASE_NAME);
    elector = new LeaderElector(client, configuration, executor).start();
  }

  @Override
  public boolean isLeader() {
    if (!leading) {
      return false;
    }
    var renewedInTime = leaseLock.isRenewedWithin(RENEW_DEADLINE);
    if (!renewedInTime) {
      if (!renewalOverdue) {
        LOG.debug(
            "Lease {}/{} not renewed for {} s: blocking writes",
            settings.namespace(),
            LEASE_NAME,
            RENEW_DEADLINE.toSeconds());
      }
      renewalOverdue = true;
    }
    return renewedInTime;
  }

  /** Completes when this process lost a lease that it held, and must exit. */
  public CompletableFuture<Void> leadershipLost() {
    return leadershipLost;
  }

  /** Releases the lease, so that a standby can acquire it immediately. */
  @Override
  public void close() {
    stopping = true;
    if (elector != null) {
      elector.cancel(true);
    }
    executor.shutdown();
    client.close();
  }

  private void startedLeading() {
    leading = true;
    LOG.info(
        "Acquired lease {}/{}; leading as {}",
        settings.namespace(),
        LEASE_NAME,
        settings.identity());
    executor.execute(onStartedLeading);
  }

  private void leaseRenewed() {
    if (leading && renewalOverdue && !stopping) {
      renewalOverdue = false;
      LOG.debug(
          "Lease {}/{} renewed: resuming writes and resyncing all apps",
          settings.namespace(),
          LEASE_NAME);
      executor.execute(onStartedLeading);
    }
  }

  private void stoppedLeading() {
    leading = false;
    if (stopping) {
      LOG.info("Released lease {}/{}", settings.namespace(), LEASE_NAME);
    } else if (leadershipLost.complete(null)) {
      LOG.error("Lost leader election for lease {}/{}", settings.namespace(), LEASE_NAME);
    }
  }

  private void logNewLeader(@Nullable String leader) {
    if (leader != null && !leader.equals(settings.identity())) {
      LOG.info("Standing by; the leader is {}", leader);
    }
  }

  /** Uses HTTP/1.1 for the reason that docs/adr/0027-jdk-http-client.md gives. */
  private static Config withShortTimeout(Config config) {
    return new ConfigBuilder(config)
        .withRequestRetryBackoffLimit(0)
        .withConnectionTimeout(REQUEST_TIMEOUT_MILLIS)
        .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
        .withHttp2Disable(true)
        .build();
  }
}
