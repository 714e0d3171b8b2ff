package io.patternedapp.operator.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.MutableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FencedLeaseLockTest {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final List<String> requestMethods = new ArrayList<>();
  private final MutableClock clock = new MutableClock("2026-01-01T00:00:00Z");
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger renewals = new AtomicInteger();
  private final FencedLeaseLock lease =
      new FencedLeaseLock(
          new LeaderElectionSettings("n", "me"),
          "web",
          clock,
          nanos::get,
          renewals::incrementAndGet);
  private HttpServer server;
  private KubernetesClient client;

  /** The Lease stored on the server. */
  private volatile String storedLeaseJson = "";

  private volatile int failureCode;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handleRequest);
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void leaseValidityCountsFromLastRenewal() {
    assertThat(lease.get(client)).isNull();
    assertThat(lease.isRenewedWithin(LIMIT)).isFalse();

    lease.create(client, record("me"));
    assertThat(lease.isRenewedWithin(LIMIT)).isTrue();

    clock.set(clock.instant().plus(LIMIT));
    assertThat(lease.isRenewedWithin(LIMIT)).as("the machine slept").isFalse();

    lease.get(client);
    lease.update(client, record("me"));
    assertThat(lease.isRenewedWithin(LIMIT)).isTrue();
    assertThat(lease.isRenewedWithin(Duration.ZERO)).isFalse();
  }

  @Test
  void failedRenewalDoesNotExtendLease() {
    lease.create(client, record("me"));
    clock.set(clock.instant().plus(LIMIT));
    failureCode = 409;

    assertThatThrownBy(() -> lease.update(client, record("me")))
        .isInstanceOf(KubernetesClientException.class);
    assertThat(lease.isRenewedWithin(LIMIT)).isFalse();
  }

  @Test
  void leaseIsUpdatedWithResourceVersionThatWasRead() {
    lease.create(client, record("me"));
    lease.get(client);
    lease.update(client, record("me"));

    assertThat(requestMethods).containsExactly("POST", "GET", "PUT");
    assertThat(storedLease().getMetadata().getResourceVersion()).isEqualTo("7");
  }

  @Test
  void releasedLeaseHasNoHolderAndIsNotRenewed() {
    lease.create(client, record("me"));
    lease.get(client);
    lease.update(client, record(null));

    assertThat(storedLease().getSpec().getHolderIdentity()).isNull();
    assertThat(lease.isRenewedWithin(LIMIT)).isFalse();
  }

  @Test
  void emptyLeaseHasNoHolder() {
    storedLeaseJson =
        "{\"kind\": \"Lease\", \"apiVersion\": \"coordination.k8s.io/v1\", \"metadata\": {}}";

    assertThat(lease.get(client).getHolderIdentity()).isEmpty();
  }

  /** A leader whose clock is an hour behind or ahead holds the lease for as long as any other. */
  @ParameterizedTest
  @ValueSource(longs = {-3600, 0, 3600})
  void foreignRenewalTimeIsTakenFromLocalObservation(long clockSkewSeconds) {
    lease.create(client, record("other", clock.instant().plusSeconds(clockSkewSeconds)));
    assertThat(lease.get(client).getRenewTime().toInstant()).isEqualTo(clock.instant());

    advance(Duration.ofSeconds(7));
    assertThat(lease.get(client).getRenewTime().toInstant())
        .isEqualTo(clock.instant().minusSeconds(7));

    lease.update(client, record("other", clock.instant().plusSeconds(clockSkewSeconds)));
    assertThat(lease.get(client).getRenewTime().toInstant()).isEqualTo(clock.instant());
  }

  @Test
  void localClockJumpDoesNotAgeForeignLease() {
    lease.create(client, record("other", clock.instant()));
    lease.get(client);

    clock.set(clock.instant().plusSeconds(3600));
    assertThat(lease.get(client).getRenewTime().toInstant()).isEqualTo(clock.instant());
    clock.set(clock.instant().minusSeconds(7200));
    assertThat(lease.get(client).getRenewTime().toInstant()).isEqualTo(clock.instant());
  }

  @Test
  void renewalListenerIsCalledForOwnRenewalsOnly() {
    lease.create(client, record("other"));
    assertThat(renewals).hasValue(0);

    lease.get(client);
    lease.update(client, record("me"));
    assertThat(renewals).hasValue(1);

    lease.update(client, record(null));
    assertThat(renewals).hasValue(1);
  }

  private void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
    clock.set(clock.instant().plus(time));
  }

  private Lease storedLease() {
    return Serialization.unmarshal(storedLeaseJson, Lease.class);
  }

  private static LeaderElectionRecord record(String holder) {
    return record(holder, Instant.now());
  }

  private static LeaderElectionRecord record(String holder, Instant renewed) {
    var now = renewed.atZone(ZoneOffset.UTC);
    return new LeaderElectionRecord(holder, Duration.ofSeconds(12), now, now, 0);
  }

  private void handleRequest(HttpExchange exchange) throws IOException {
    requestMethods.add(exchange.getRequestMethod());
    var code = failureCode;
    if (code == 0 && exchange.getRequestMethod().startsWith("P")) {
      var sent =
          Serialization.unmarshal(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
              Lease.class);
      if (exchange.getRequestMethod().equals("POST")) {
        sent.getMetadata().setResourceVersion("7");
      }
      storedLeaseJson = Serialization.asJson(sent);
    }
    if (code == 0) {
      code = storedLeaseJson.isEmpty() ? 404 : 200;
    }
    var body = (code == 200 ? storedLeaseJson : "{}").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
