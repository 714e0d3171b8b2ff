package io.patternedapp.operator.leader;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Lease, with the time of its last renewal by this process. It is changed by update where the
 * client's own lock merges: the API server then refuses what was decided on an older state, and a
 * holder that is given up is really gone. When another process renewed it is known by when that was
 * seen: what that one wrote is by a clock that may be wrong.
 */
final class RenewedLease extends LeaseLock {

  private static final Logger LOG = LoggerFactory.getLogger(RenewedLease.class);

  private static final Duration LEFT = Duration.ofSeconds(1);
  private static final ZonedDateTime NEVER = Instant.EPOCH.atZone(ZoneOffset.UTC);

  /** By both clocks: one stops while a machine sleeps, the other may be set. */
  private record Moment(long nanos, Instant time) {}

  /** A renewal by anybody, and when it was first seen. */
  private record Sighting(String renewal, long nanos) {}

  private final String namespace;
  private final String name;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Runnable onRenewal;
  private @Nullable Lease lease;
  private @Nullable Sighting sighting;
  private volatile @Nullable Moment renewed;
  private boolean failing;

  /**
   * @param nanoTime a clock that nobody sets
   * @param onRenewal told of each time that this process took or renewed it
   */
  RenewedLease(
      ElectionSettings settings,
      String name,
      Clock clock,
      LongSupplier nanoTime,
      Runnable onRenewal) {
    super(settings.namespace(), name, settings.identity());
    this.namespace = settings.namespace();
    this.name = name;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.onRenewal = onRenewal;
  }

  /** Whether this process took or renewed the lease at most that long ago. */
  boolean isRenewedWithin(Duration limit) {
    var last = renewed;
    return last != null
        && nanoTime.getAsLong() - last.nanos() < limit.toNanos()
        && Duration.between(last.time(), clock.instant()).compareTo(limit) < 0;
  }

  @Override
  public synchronized @Nullable LeaderElectionRecord get(KubernetesClient client) {
    return reported(
        () -> {
          lease = client.leases().inNamespace(namespace).withName(name).get();
          return lease == null ? null : record(lease);
        });
  }

  /** A Lease that someone made by hand, and left empty, is free. */
  private LeaderElectionRecord record(Lease found) {
    var spec = found.getSpec();
    return spec == null || spec.getRenewTime() == null || spec.getLeaseDurationSeconds() == null
        ? new LeaderElectionRecord("", LEFT, NEVER, NEVER, 0)
        : byOwnClock(toRecord(found));
  }

  private LeaderElectionRecord byOwnClock(LeaderElectionRecord found) {
    var renewal = found.getHolderIdentity() + " " + found.getRenewTime();
    var now = nanoTime.getAsLong();
    if (sighting == null || !sighting.renewal().equals(renewal)) {
      sighting = new Sighting(renewal, now);
    }
    var renewed = clock.instant().minusNanos(now - sighting.nanos()).atZone(ZoneOffset.UTC);
    return new LeaderElectionRecord(
        found.getHolderIdentity(),
        found.getLeaseDuration(),
        found.getAcquireTime(),
        renewed,
        found.getLeaderTransitions());
  }

  @Override
  public synchronized void create(KubernetesClient client, LeaderElectionRecord wanted) {
    write(wanted, () -> client.resource(toResource(wanted, getObjectMeta(null))).create());
  }

  @Override
  public synchronized void update(KubernetesClient client, LeaderElectionRecord wanted) {
    var version = lease == null ? null : lease.getMetadata().getResourceVersion();
    write(wanted, () -> client.resource(toResource(wanted, getObjectMeta(version))).update());
  }

  /** The lease counts from before it was asked for: nobody can take it earlier than that allows. */
  private void write(LeaderElectionRecord wanted, Write write) {
    var asked = new Moment(nanoTime.getAsLong(), clock.instant());
    lease =
        reported(
            () -> {
              var written = write.run();
              renewed = identity().equals(wanted.getHolderIdentity()) ? asked : null;
              return written;
            });
    if (renewed != null) {
      onRenewal.run();
    }
  }

  private <T extends @Nullable Object> T reported(Attempt<T> attempt) {
    try {
      var result = attempt.run();
      failing = false;
      return result;
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT && !failing) {
        failing = true;
        LOG.warn("The lease {}/{} cannot be had: {}", namespace, name, e.getMessage());
      }
      throw e;
    } catch (RuntimeException e) {
      // Any other kind would end the election for good.
      throw new KubernetesClientException("the lease cannot be understood", e);
    }
  }

  @FunctionalInterface
  private interface Attempt<T extends @Nullable Object> {
    T run();
  }

  @FunctionalInterface
  private interface Write {
    Lease run();
  }
}
