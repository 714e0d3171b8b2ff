package io.patternedapp.operator.leader;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.patternedapp.expand.Names;
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
public final class Election implements Leadership, AutoCloseable {

  /** The Lease that the operators of a namespace compete for. */
  public static final String LEASE = Names.OPERATOR;

  /**
   * Counted by a standby from when it saw the last renewal. It looks every 2 to 4.4 seconds, so it
   * takes over at most 19 s after a leader's end.
   */
  static final Duration LEASE_DURATION = Duration.ofSeconds(10);

  /** Counted by the leader from before it asked for the renewal; shorter than the lease. */
  static final Duration RENEW_DEADLINE = Duration.ofSeconds(8);

  static final Duration RETRY_PERIOD = Duration.ofSeconds(2);
  private static final int REQUEST_TIMEOUT_MILLIS = 3_000;

  private static final Logger LOG = LoggerFactory.getLogger(Election.class);

  private final ElectionSettings settings;
  private final KubernetesClient client;
  private final RenewedLease lease;
  private final ExecutorService executor = Executors.newCachedThreadPool(Election::thread);
  private final CompletableFuture<Void> lost = new CompletableFuture<>();
  private @Nullable CompletableFuture<?> elector;
  private volatile Runnable onLeading = () -> {};
  private volatile boolean leading;
  private volatile boolean lapsed;
  private volatile boolean closing;

  public Election(Config config, ElectionSettings settings, Clock clock) {
    this.settings = settings;
    this.client = new KubernetesClientBuilder().withConfig(impatient(config)).build();
    this.lease = new RenewedLease(settings, LEASE, clock, System::nanoTime, this::renewed);
  }

  /**
   * Stands for election. Returns at once.
   *
   * @param onLeading called when this process leads, and again when it was late to renew the lease,
   *     so that what was not done meanwhile is done
   */
  public void start(Runnable onLeading) {
    this.onLeading = onLeading;
    // A missing right to read the lease is told here, to whoever starts the operator.
    lease.get(client);
    var callbacks = new LeaderCallbacks(this::started, this::stopped, leader -> announce(leader));
    var configuration =
        new LeaderElectionConfig(
            lease, LEASE_DURATION, RENEW_DEADLINE, RETRY_PERIOD, callbacks, true, LEASE);
    elector = new LeaderElector(client, configuration, executor).start();
  }

  @Override
  public boolean holds() {
    if (!leading) {
      return false;
    }
    var holds = lease.isRenewedWithin(RENEW_DEADLINE);
    if (!holds) {
      lapsed = true;
    }
    return holds;
  }

  /** Done once a lease that was held is lost: this process is then to end. */
  public CompletableFuture<Void> lost() {
    return lost;
  }

  /** Gives the lease up, so that another process can take it at once. */
  @Override
  public void close() {
    closing = true;
    if (elector != null) {
      elector.cancel(true);
    }
    executor.shutdown();
    client.close();
  }

  private void started() {
    leading = true;
    LOG.info("Leading as {}", settings.identity());
    executor.execute(onLeading);
  }

  private void renewed() {
    if (leading && lapsed && !closing) {
      lapsed = false;
      executor.execute(onLeading);
    }
  }

  private void stopped() {
    leading = false;
    if (closing) {
      LOG.info("The lease {}/{} is given up", settings.namespace(), LEASE);
    } else if (lost.complete(null)) {
      LOG.error("The lease {}/{} is lost", settings.namespace(), LEASE);
    }
  }

  private void announce(@Nullable String leader) {
    if (leader != null && !leader.equals(settings.identity())) {
      LOG.info("Standing by: {} leads", leader);
    }
  }

  /**
   * By HTTP/1.1, where a request that got no answer does not take the connection of the next one.
   */
  private static Config impatient(Config config) {
    return new ConfigBuilder(config)
        .withRequestRetryBackoffLimit(0)
        .withConnectionTimeout(REQUEST_TIMEOUT_MILLIS)
        .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
        .withHttp2Disable(true)
        .build();
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "election");
    thread.setDaemon(true);
    return thread;
  }
}
