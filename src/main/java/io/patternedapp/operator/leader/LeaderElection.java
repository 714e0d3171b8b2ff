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
 * Stands for election until it leads, then holds the Lease until it is closed or loses it. It has a
 * client of its own: a request that hangs, or waits behind others, must not cost the lease.
 */
public final class LeaderElection implements Leadership, AutoCloseable {

  /** The Lease that the operators of a namespace compete for. */
  public static final String LEASE_NAME = ResourceNames.OPERATOR;

  /**
   * Counted by a standby from when it saw the last renewal. It looks every 2 to 4.4 seconds, so it
   * takes over at most 19 s after a leader's end.
   */
  static final Duration LEASE_DURATION = Duration.ofSeconds(10);

  /** Counted by the leader from before it asked for the renewal; shorter than the lease. */
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
   * Stands for election. Returns at once.
   *
   * @param onStartedLeading called when this process leads, and again when it was late to renew the
   *     lease, so that what was not done meanwhile is done
   */
  public void start(Runnable onStartedLeading) {
    this.onStartedLeading = onStartedLeading;
    // A missing right to read the lease is told here, to whoever starts the operator.
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
      renewalOverdue = true;
    }
    return renewedInTime;
  }

  /** Done once a lease that was held is lost: this process is then to end. */
  public CompletableFuture<Void> leadershipLost() {
    return leadershipLost;
  }

  /** Gives the lease up, so that another process can take it at once. */
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
    LOG.info("Leading as {}", settings.identity());
    executor.execute(onStartedLeading);
  }

  private void leaseRenewed() {
    if (leading && renewalOverdue && !stopping) {
      renewalOverdue = false;
      executor.execute(onStartedLeading);
    }
  }

  private void stoppedLeading() {
    leading = false;
    if (stopping) {
      LOG.info("The lease {}/{} is given up", settings.namespace(), LEASE_NAME);
    } else if (leadershipLost.complete(null)) {
      LOG.error("The lease {}/{} is lost", settings.namespace(), LEASE_NAME);
    }
  }

  private void logNewLeader(@Nullable String leader) {
    if (leader != null && !leader.equals(settings.identity())) {
      LOG.info("Standing by: {} leads", leader);
    }
  }

  /**
   * By HTTP/1.1, where a request that got no answer does not take the connection of the next one.
   */
  private static Config withShortTimeout(Config config) {
    return new ConfigBuilder(config)
        .withRequestRetryBackoffLimit(0)
        .withConnectionTimeout(REQUEST_TIMEOUT_MILLIS)
        .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
        .withHttp2Disable(true)
        .build();
  }
}
