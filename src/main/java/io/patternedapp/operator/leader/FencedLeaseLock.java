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
 * Locks on a Lease, and fences writes by the time of this process's last renewal. A Lease is
 * written by an update with the {@code resourceVersion} that was read. Another holder's renewal
 * counts from the local time at which it was observed, because clocks may differ (as client-go
 * does).
 */
// Workaround: fabric8's ResourceLock.update sends a JSON merge patch (fabric8io/kubernetes-client
// PR 4977), which leaves a released holderIdentity in the Lease, and LeaderElector.canBecomeLeader
// compares the renewTime of another machine with the local clock, where client-go compares observed
// times (kubernetes/client-go issue 448); cost without: with clocks that differ by more than the
// lease, two processes write for up to 8 s, or a takeover is late by the difference; remove when
// fabric8's LeaderElector uses observed times and update is a PUT. See
// docs/adr/0011-fenced-lease.md.
final class FencedLeaseLock extends LeaseLock {

  private static final Logger LOG = LoggerFactory.getLogger(FencedLeaseLock.class);

  private static final Duration EMPTY_LEASE_DURATION = Duration.ofSeconds(1);
  private static final ZonedDateTime EPOCH = Instant.EPOCH.atZone(ZoneOffset.UTC);

  /** Both clocks: the monotonic clock stops while the machine sleeps, the wall clock may be set. */
  private record ClockReading(long monotonicNanos, Instant wallTime) {}

  /** A renewal by any holder, and the local time at which it was first observed. */
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
   * @param nanoTime the monotonic clock
   * @param onRenewal called each time that this process acquired or renewed the lease
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

  /** Checks whether this process acquired or renewed the lease within the limit. */
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

  /**
   * Converts a Lease to a record. A Lease without a spec, as created by hand, is free; fabric8's
   * conversion would throw a NullPointerException.
   */
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
  public synchronized void create(KubernetesClient client, LeaderElectionRecord desired) {
    write(desired, () -> client.resource(toResource(desired, getObjectMeta(null))).create());
  }

  @Override
  public synchronized void update(KubernetesClient client, LeaderElectionRecord desired) {
    var version = lease == null ? null : lease.getMetadata().getResourceVersion();
    write(desired, () -> client.resource(toResource(desired, getObjectMeta(version))).update());
  }

  /**
   * Writes the Lease. The renewal counts from before the request, so that this process never
   * considers the lease valid for longer than a standby does.
   */
  private void write(LeaderElectionRecord desired, LeaseWrite write) {
    var requestedAt = new ClockReading(nanoTime.getAsLong(), clock.instant());
    lease =
        withFailureLogging(
            () -> {
              var written = write.run();
              lastRenewal = identity().equals(desired.getHolderIdentity()) ? requestedAt : null;
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
        LOG.warn("Failed to acquire or renew lease {}/{}: {}", namespace, name, e.getMessage());
      }
      throw e;
    } catch (RuntimeException e) {
      // LeaderElector stops for good on any other exception.
      throw new KubernetesClientException("invalid lease %s/%s".formatted(namespace, name), e);
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
