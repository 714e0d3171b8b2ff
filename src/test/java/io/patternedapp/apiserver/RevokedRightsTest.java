package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.operator.OperatorProcess;
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
@ExtendWith(ApiServer.class)
@Tag("survival")
@Timeout(300)
class RevokedRightsTest {

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

  private ApiServer.Shared api;
  private Lab lab;
  private FaultProxy proxy;
  private OperatorProcess operator;
  private final List<String> alive = new CopyOnWriteArrayList<>();
  private final List<String> ready = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor();

  @BeforeEach
  void open() {
    api = ApiServer.Shared.start();
    lab = Lab.withoutOperator(api);
    proxy = new FaultProxy(api.operatorClient().getConfiguration());
    operator =
        OperatorProcess.start(
            proxy.config(),
            new OperatorSettings(Set.of(lab.namespace()), null, 0, "test"),
            Clock.systemUTC());
    lab.apply(APP.formatted(80));
    lab.untilCondition("web", "Applied", "True");
    probes.scheduleWithFixedDelay(this::probe, 0, 50, TimeUnit.MILLISECONDS);
  }

  @AfterEach
  void close() {
    probes.shutdownNow();
    if (operator != null) {
      operator.close();
      proxy.close();
      lab.close();
    }
    if (api != null) {
      api.close();
    }
  }

  @Test
  void areMissedAndTheirReturnIsNoticedWithoutARestart() {
    int open = proxy.openWatches();
    int opened = proxy.watchesOpened();
    var binding = revoke();
    int mark = lab.mark();
    proxy.cut(call -> true);
    await("all watches are lost").atMost(TIMEOUT).until(() -> proxy.openWatches() == 0);
    lab.apply(APP.formatted(81));
    await("it says that it hears nothing").atMost(TIMEOUT).until(() -> status("/readyz") == 503);
    var words = HttpAnswer.get(operator.port(), "/readyz").body();

    assertThat(words)
        .contains("no watch is open on PatternedApp")
        .contains("no watch is open on Pod");
    assertThat(proxy.watchesOpened()).as("none could be opened").isEqualTo(opened);
    assertThat(servicePort()).as("it heard of no change").isEqualTo(80);
    isSeldomTried(mark, open);
    long restored = System.nanoTime();
    lab.admin().resource(binding).create();

    await("as wanted").atMost(TIMEOUT).until(() -> servicePort() == 81);
    var healed = Duration.ofNanos(System.nanoTime() - restored);
    await("ready again").atMost(TIMEOUT).until(() -> status("/readyz") == 200);
    System.out.printf(
        "rights revoked: %d watches lost, healed %d s after they were given back%n",
        open, healed.toSeconds());
    assertThat(proxy.openWatches()).isEqualTo(open);
    assertThat(alive).as("a restart would not help").isNotEmpty().containsOnly("200 ok");
  }

  @Test
  void aRenewalOfTheWatchesIsNoFault() {
    int open = proxy.openWatches();
    for (int renewal = 0; renewal < RENEWALS; renewal++) {
      int opened = proxy.watchesOpened();
      proxy.cut(call -> true);
      await()
          .atMost(TIMEOUT)
          .until(() -> proxy.watchesOpened() >= opened + open && proxy.openWatches() == open);
    }

    assertThat(proxy.injected()).isEqualTo(RENEWALS * open);
    assertThat(ready).hasSizeGreaterThan(RENEWALS).containsOnly("200 ok");
    assertThat(alive).containsOnly("200 ok");
  }

  /** Takes the rights away, and waits until the API server knows. */
  private ClusterRoleBinding revoke() {
    var binding = lab.admin().rbac().clusterRoleBindings().withName(BINDING).require();
    lab.admin().resource(binding).delete();
    await().atMost(TIMEOUT).until(this::isForbidden);
    binding.getMetadata().setResourceVersion(null);
    binding.getMetadata().setUid(null);
    return binding;
  }

  private boolean isForbidden() {
    try {
      api.operatorClient().resources(PatternedApp.class).inNamespace(lab.namespace()).list();
      return false;
    } catch (KubernetesClientException e) {
      return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
    }
  }

  /** Each watch is tried a few times a minute, not as often as it fails. */
  private void isSeldomTried(int mark, int watches) {
    var refused = lab.requestsSince(mark).stream().filter(r -> r.code() == 403).count();
    System.out.printf("rights revoked: %d requests refused until it said so%n", refused);
    assertThat(refused).isBetween((long) watches, 20L * watches);
  }

  private int servicePort() {
    return lab.admin()
        .services()
        .inNamespace(lab.namespace())
        .withName("web")
        .require()
        .getSpec()
        .getPorts()
        .get(0)
        .getPort();
  }

  private int status(String path) {
    return HttpAnswer.get(operator.port(), path).status();
  }

  private void probe() {
    alive.add(said("/livez"));
    ready.add(said("/readyz"));
  }

  private String said(String path) {
    var answer = HttpAnswer.get(operator.port(), path);
    return answer.status() + " " + answer.body().strip();
  }
}
