package io.patternedapp.apiserver.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.expand.Expander;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that a foreign object with the name of a child is reported as a conflict and not modified,
 * for each kind of child.
 */
@ExtendWith(ApiServerExtension.class)
@Timeout(60)
class NameConflictTest {

  private static final String APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web}
      spec:
        workload: {kind: %s%s}
        main: {image: "nginx:1.27", files: [{mountPath: /live, onChange: Live, data: {flag: "off"}}]}
        ambassadors: [{name: gate, image: "haproxy:3.0", ports: [{name: in, containerPort: 8080}]}]
        service: {ports: [{port: 80}]}%s
      """;

  @AutoClose private OperatorFixture fixture;

  @BeforeEach
  void createFixture(ApiServerExtension.TestControlPlane api) {
    fixture = new OperatorFixture(api);
  }

  @ParameterizedTest
  @CsvSource({
    "Pod, ConfigMap",
    "Pod, Service",
    "Pod, NetworkPolicy",
    "Deployment, PodDisruptionBudget",
    "Pod, Pod",
    "Deployment, Deployment",
    "StatefulSet, StatefulSet",
    "DaemonSet, DaemonSet",
    "Job, Job",
    "CronJob, CronJob",
  })
  void foreignObjectWithTheNameOfAChildIsNotModifiedAndReportedAsConflict(
      String workload, String kind) {
    var yaml =
        APP.formatted(
            workload,
            workload.equals("CronJob") ? ", cronJob: {schedule: '@daily'}" : "",
            kind.equals("PodDisruptionBudget") ? "\n  disruptionBudget: {maxUnavailable: 1}" : "");
    var foreign = fixture.admin().resource(foreignChild(yaml, kind)).create();

    fixture.apply(yaml);
    var applied =
        fixture
            .awaitCondition("web", "Applied", "False")
            .getStatus()
            .condition("Applied")
            .orElseThrow();

    assertThat(applied.getReason()).isEqualTo("NameConflict");
    assertThat(applied.getMessage()).contains(kind + "/web");
    assertThat(fixture.admin().resource(foreign).get()).isEqualTo(foreign);
  }

  /** Returns the child without the app label, so that it is not in the operator's caches. */
  private HasMetadata foreignChild(String yaml, String kind) {
    var app = Serialization.unmarshal(yaml, PatternedApp.class);
    app.getMetadata().setNamespace(fixture.namespace());
    var child =
        Expander.expand(app).children().stream()
            .filter(object -> object.getKind().equals(kind))
            .findFirst()
            .orElseThrow();
    child.getMetadata().setLabels(Map.of("created-by", "user"));
    return child;
  }
}
