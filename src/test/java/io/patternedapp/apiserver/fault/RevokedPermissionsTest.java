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
 * The operator's rights are taken away and given back, on an API server of its own. Watches that
 * are open outlive that, so they are cut, as the API server does every few minutes.
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
    await("all watches are lost").atMost(TIMEOUT).until(() -> proxy.openWatchCount() == 0);
    fixture.apply(APP.formatted(81));
    await("it says that it hears nothing")
        .atMost(TIMEOUT)
        .until(() -> httpStatus("/readyz") == 503);
    var readinessBody = ManagementResponse.get(operator.port(), "/readyz").body();

    assertThat(readinessBody)
        .contains("no open watch: PatternedApp")
        .contains("no open watch: Pod");
    assertThat(proxy.openedWatchCount()).as("none could be opened").isEqualTo(opened);
    assertThat(servicePort()).as("it heard of no change").isEqualTo(80);
    assertRetriedRarely(mark, open);
    long restored = System.nanoTime();
    fixture.admin().resource(binding).create();

    await("in sync").atMost(TIMEOUT).until(() -> servicePort() == 81);
    var healed = Duration.ofNanos(System.nanoTime() - restored);
    await("ready again").atMost(TIMEOUT).until(() -> httpStatus("/readyz") == 200);
    System.out.printf(
        "rights revoked: %d watches lost, healed %d s after they were given back%n",
        open, healed.toSeconds());
    assertThat(proxy.openWatchCount()).isEqualTo(open);
    assertThat(livenessResults).as("a restart would not help").isNotEmpty().containsOnly("200 ok");
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

  /** Takes the rights away, and waits until the API server knows. */
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

  /** Each watch is tried a few times a minute, not as often as it fails. */
  private void assertRetriedRarely(int mark, int watches) {
    var refused = fixture.requestsSince(mark).stream().filter(r -> r.code() == 403).count();
    System.out.printf(
        "rights revoked: %d requests rejected until the status reported it%n", refused);
    assertThat(refused).isBetween((long) watches, 20L * watches);
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
    var answer = ManagementResponse.get(operator.port(), path);
    return answer.status() + " " + answer.body().strip();
  }
}
