package io.patternedapp.apiserver.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.ManagementResponse;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.apiserver.support.proxy.FaultInjectionProxy;
import io.patternedapp.operator.OperatorRunner;
import io.patternedapp.operator.OperatorSettings;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that the operator reports revoked permissions and recovers when they are granted again.
 * Open watches survive the revocation, so the test closes them, as the API server does every few
 * minutes.
 */
@ExtendWith(ApiServerExtension.class)
@Tag("survival")
@Timeout(300)
class RevokedPermissionsTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String BINDING = "patternedapp-operator";
  private static final int RENEWALS = 10;

  private static final String APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web}
      spec: {main: {image: "nginx:1.27"}, service: {ports: [{port: %d, targetPort: 80}]}}
      """;

  private ApiServerExtension.TestControlPlane api;
  private OperatorFixture fixture;
  private FaultInjectionProxy proxy;
  private OperatorRunner operator;
  private final List<String> livenessResults = new CopyOnWriteArrayList<>();
  private final List<String> readinessResults = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService probeScheduler =
      Executors.newSingleThreadScheduledExecutor();

  @BeforeEach
  void startOperator() {
    api = ApiServerExtension.TestControlPlane.start();
    fixture = OperatorFixture.withoutOperator(api);
    proxy = new FaultInjectionProxy(api.operatorClient().getConfiguration());
    operator =
        OperatorRunner.start(
            proxy.clientConfig(),
            new OperatorSettings(Set.of(fixture.namespace()), null, 0, "test"),
            Clock.systemUTC());
    fixture.apply(APP.formatted(80));
    fixture.awaitCondition("web", "Applied", "True");
    probeScheduler.scheduleWithFixedDelay(this::probe, 0, 50, TimeUnit.MILLISECONDS);
  }

  @AfterEach
  void stopOperator() {
    probeScheduler.shutdownNow();
    if (operator != null) {
      operator.close();
      proxy.close();
      fixture.close();
    }
    if (api != null) {
      api.close();
    }
  }

  @Test
  void revokedRbacFailsReadinessAndRecoversWithoutARestart() {
    int open = proxy.openWatchCount();
    int opened = proxy.openedWatchCount();
    var binding = revoke();
    int mark = fixture.mark();
    proxy.disconnectWatches(call -> true);
    await("no open watch").atMost(TIMEOUT).until(() -> proxy.openWatchCount() == 0);
    fixture.apply(APP.formatted(81));
    await("readiness fails").atMost(TIMEOUT).until(() -> httpStatus("/readyz") == 503);
    var readinessBody = ManagementResponse.get(operator.port(), "/readyz").body();

    assertThat(readinessBody)
        .contains("no open watch: PatternedApp")
        .contains("no open watch: Pod");
    assertThat(proxy.openedWatchCount()).as("watches opened without permissions").isEqualTo(opened);
    assertThat(servicePort()).as("port without an open watch").isEqualTo(80);
    assertRetriedRarely(mark, open);
    long restoredAt = System.nanoTime();
    fixture.admin().resource(binding).create();

    await("change applied").atMost(TIMEOUT).until(() -> servicePort() == 81);
    var recoveryTime = Duration.ofNanos(System.nanoTime() - restoredAt);
    await("readiness recovers").atMost(TIMEOUT).until(() -> httpStatus("/readyz") == 200);
    System.out.printf(
        "permissions revoked: %d watches lost, recovered %d s after they were granted again%n",
        open, recoveryTime.toSeconds());
    assertThat(proxy.openWatchCount()).isEqualTo(open);
    assertThat(livenessResults)
        .as("liveness, because a restart would not help")
        .isNotEmpty()
        .containsOnly("200 ok");
  }

  @Test
  void watchRenewalsDoNotFailHealthProbes() {
    int open = proxy.openWatchCount();
    for (int renewal = 0; renewal < RENEWALS; renewal++) {
      int opened = proxy.openedWatchCount();
      proxy.disconnectWatches(call -> true);
      await()
          .atMost(TIMEOUT)
          .until(() -> proxy.openedWatchCount() >= opened + open && proxy.openWatchCount() == open);
    }

    assertThat(proxy.injectedFaultCount()).isEqualTo(RENEWALS * open);
    assertThat(readinessResults).hasSizeGreaterThan(RENEWALS).containsOnly("200 ok");
    assertThat(livenessResults).containsOnly("200 ok");
  }

  /**
   * Deletes the ClusterRoleBinding and waits until the API server denies requests; returns the
   * binding.
   */
  private ClusterRoleBinding revoke() {
    var binding = fixture.admin().rbac().clusterRoleBindings().withName(BINDING).require();
    fixture.admin().resource(binding).delete();
    await().atMost(TIMEOUT).until(this::isForbidden);
    binding.getMetadata().setResourceVersion(null);
    binding.getMetadata().setUid(null);
    return binding;
  }

  private boolean isForbidden() {
    try {
      api.operatorClient().resources(PatternedApp.class).inNamespace(fixture.namespace()).list();
      return false;
    } catch (KubernetesClientException e) {
      return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
    }
  }

  /**
   * Asserts that the operator retries each watch a few times per minute, not immediately after each
   * failure.
   */
  private void assertRetriedRarely(int mark, int watches) {
    var rejected = fixture.requestsSince(mark).stream().filter(r -> r.code() == 403).count();
    System.out.printf(
        "permissions revoked: %d requests rejected until readiness failed%n", rejected);
    assertThat(rejected).isBetween((long) watches, 20L * watches);
  }

  private int servicePort() {
    return fixture
        .admin()
        .services()
        .inNamespace(fixture.namespace())
        .withName("web")
        .require()
        .getSpec()
        .getPorts()
        .get(0)
        .getPort();
  }

  private int httpStatus(String path) {
    return ManagementResponse.get(operator.port(), path).status();
  }

  private void probe() {
    livenessResults.add(probeResult("/livez"));
    readinessResults.add(probeResult("/readyz"));
  }

  private String probeResult(String path) {
    var response = ManagementResponse.get(operator.port(), path);
    return response.status() + " " + response.body().strip();
  }
}
