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
final class FencedLeaseLock extends LeaseLock {

  private static final Logger LOG = LoggerFactory.getLogger(FencedLeaseLock.class);

  private static final Duration EMPTY_LEASE_DURATION = Duration.ofSeconds(1);
  private static final ZonedDateTime EPOCH = Instant.EPOCH.atZone(ZoneOffset.UTC);

  /** By both clocks: one stops while a machine sleeps, the other may be set. */
  private record ClockReading(long monotonicNanos, Instant wallTime) {}

  /** A renewal by anybody, and when it was first seen. */
  private record ObservedRecord(String holderAndRenewTime, long observedAtNanos) {}

  private final String namespace;
  private final String name;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Runnable onRenewal;
  private @Nullable Lease lease;
  private @Nullable ObservedRecord observedRecord;
  private volatile @Nullable ClockReading lastRenewal;
  private boolean failureLogged;

  /**
   * @param nanoTime a clock that nobody sets
   * @param onRenewal told of each time that this process took or renewed it
   */
  FencedLeaseLock(
      LeaderElectionSettings settings,
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
    var last = lastRenewal;
    return last != null
        && nanoTime.getAsLong() - last.monotonicNanos() < limit.toNanos()
        && Duration.between(last.wallTime(), clock.instant()).compareTo(limit) < 0;
  }

  @Override
  public synchronized @Nullable LeaderElectionRecord get(KubernetesClient client) {
    return withFailureLogging(
        () -> {
          lease = client.leases().inNamespace(namespace).withName(name).get();
          return lease == null ? null : readRecord(lease);
        });
  }

  /** A Lease that someone made by hand, and left empty, is free. */
  private LeaderElectionRecord readRecord(Lease found) {
    var spec = found.getSpec();
    return spec == null || spec.getRenewTime() == null || spec.getLeaseDurationSeconds() == null
        ? new LeaderElectionRecord("", EMPTY_LEASE_DURATION, EPOCH, EPOCH, 0)
        : withLocalObservationTime(toRecord(found));
  }

  private LeaderElectionRecord withLocalObservationTime(LeaderElectionRecord found) {
    var holderAndRenewTime = found.getHolderIdentity() + " " + found.getRenewTime();
    var now = nanoTime.getAsLong();
    if (observedRecord == null || !observedRecord.holderAndRenewTime().equals(holderAndRenewTime)) {
      observedRecord = new ObservedRecord(holderAndRenewTime, now);
    }
    var localRenewTime =
        clock.instant().minusNanos(now - observedRecord.observedAtNanos()).atZone(ZoneOffset.UTC);
    return new LeaderElectionRecord(
        found.getHolderIdentity(),
        found.getLeaseDuration(),
        found.getAcquireTime(),
        localRenewTime,
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
  private void write(LeaderElectionRecord wanted, LeaseWrite write) {
    var requestedAt = new ClockReading(nanoTime.getAsLong(), clock.instant());
    lease =
        withFailureLogging(
            () -> {
              var written = write.run();
              lastRenewal = identity().equals(wanted.getHolderIdentity()) ? requestedAt : null;
              return written;
            });
    if (lastRenewal != null) {
      onRenewal.run();
    }
  }

  private <T extends @Nullable Object> T withFailureLogging(LeaseRequest<T> request) {
    try {
      var result = request.run();
      failureLogged = false;
      return result;
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT && !failureLogged) {
        failureLogged = true;
        LOG.warn("The lease {}/{} cannot be had: {}", namespace, name, e.getMessage());
      }
      throw e;
    } catch (RuntimeException e) {
      // Any other kind would end the election for good.
      throw new KubernetesClientException("the lease cannot be understood", e);
    }
  }

  @FunctionalInterface
  private interface LeaseRequest<T extends @Nullable Object> {
    T run();
  }

  @FunctionalInterface
  private interface LeaseWrite {
    Lease run();
  }
}
