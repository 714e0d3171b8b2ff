package io.patternedapp.apiserver.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patternedapp.api.monitoring.PodMonitor;
import io.patternedapp.api.monitoring.PodMonitorSpec;
import io.patternedapp.api.monitoring.PodMonitorSpec.Endpoint;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.apiserver.support.PodMonitorCrd;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests the PodMonitor of adapters, with and without the PodMonitor CRD. */
@ExtendWith(ApiServerExtension.class)
@Timeout(120)
class PodMonitorTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final String WEB =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web}
      spec:
        labels: {release: prometheus}
        main: {image: "nginx:1.27"}
        adapters:
        - {name: a, image: "exporter:1", ports: [{name: metrics, containerPort: 9113}],
           metrics: {port: metrics, monitor: PodMonitor}}
        - {name: b, image: "exporter:1", ports: [{containerPort: 9114}],
           metrics: {port: 9114, path: /b, monitor: PodMonitor}}
        service: {type: ClusterIP, ports: [{port: 80, targetPort: 80}]}
      """;

  private static final List<Endpoint> ENDPOINTS =
      List.of(new Endpoint("metrics", null, "/metrics"), new Endpoint(null, 9114, "/b"));

  @AutoClose private OperatorFixture fixture;

  @BeforeEach
  void createFixture(ApiServerExtension.TestControlPlane api) {
    PodMonitorCrd.remove(api.admin());
    fixture = new OperatorFixture(api);
  }

  @Test
  void podMonitorIsCreatedOnceTheCrdAppearsAndDeletedWithTheLastEndpoint() {
    fixture.apply(WEB);
    var applied =
        fixture.awaitCondition("web", "Applied", "False").getStatus().condition("Applied");
    assertThat(applied.orElseThrow().getReason()).isEqualTo("PodMonitorCrdMissing");
    assertThat(applied.orElseThrow().getMessage()).contains("Install the Prometheus operator");
    assertThat(fixture.childNames("web")).containsExactly("Pod/web", "Service/web");
    var pod = fixture.pod("web").getMetadata();

    PodMonitorCrd.install(fixture.admin());
    fixture.awaitCondition("web", "Applied", "True");

    assertThat(fixture.pod("web").getMetadata().getResourceVersion())
        .as("resource version of the running Pod")
        .isEqualTo(pod.getResourceVersion());
    assertThat(monitor().getSpec().podMetricsEndpoints()).isEqualTo(ENDPOINTS);
    assertThat(monitor().getSpec().selector().getMatchLabels())
        .isEqualTo(Map.of("patternedapp.io/app", "web"));
    assertThat(monitor().getMetadata().getLabels()).containsEntry("release", "prometheus");
    assertThat(monitor().getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner ->
                assertThat(owner.getUid()).isEqualTo(fixture.app("web").getMetadata().getUid()));
    changeAndAssertRepaired();

    fixture.apply(WEB.replace("monitor: PodMonitor", "monitor: None"));
    fixture.awaitCondition("web", "Applied", "True");
    assertThat(fixture.pod("web").getMetadata().getUid()).isEqualTo(pod.getUid());
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> assertThat(fixture.childNames("web")).containsExactly("Pod/web", "Service/web"));
  }

  @Test
  void existingPodMonitorIsRepairedAndPrunedAfterOperatorRestart() {
    PodMonitorCrd.install(fixture.admin());
    fixture.apply(WEB);
    fixture.awaitCondition("web", "Applied", "True");
    fixture.stopOperator();
    var mark = fixture.mark();

    fixture.startOperator();
    changeAndAssertRepaired();

    assertThat(fixture.requestsSince(mark).stream().filter(request -> !request.isListOrWatch()))
        .as("the repair only")
        .extracting(request -> request.verb() + " " + request.resource())
        .containsExactly("patch podmonitors");
    fixture.stopOperator();
    fixture.apply(WEB.replace("monitor: PodMonitor", "monitor: None"));
    fixture.startOperator();
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> assertThat(fixture.childNames("web")).containsExactly("Pod/web", "Service/web"));
  }

  /** Changes the PodMonitor as another user and asserts that the operator repairs it. */
  private void changeAndAssertRepaired() {
    fixture
        .admin()
        .resources(PodMonitor.class)
        .inNamespace(fixture.namespace())
        .withName("web")
        .edit(
            monitor -> {
              monitor.setSpec(
                  new PodMonitorSpec(
                      monitor.getSpec().selector(), List.of(new Endpoint("x", null, "/x"))));
              return monitor;
            });
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> assertThat(monitor().getSpec().podMetricsEndpoints()).isEqualTo(ENDPOINTS));
  }

  private PodMonitor monitor() {
    return fixture
        .admin()
        .resources(PodMonitor.class)
        .inNamespace(fixture.namespace())
        .withName("web")
        .require();
  }
}
