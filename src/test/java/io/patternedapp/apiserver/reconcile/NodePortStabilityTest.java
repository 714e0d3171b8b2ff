package io.patternedapp.apiserver.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.OperatorFixture;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that a node port that the API server allocated does not change with other changes of the
 * app.
 */
@ExtendWith(ApiServerExtension.class)
@Tag("survival")
class NodePortStabilityTest {

  private static final int ROUNDS = 20;

  private static final String APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web}
      spec:
        workload: {kind: Deployment}
        labels: {round: "%d"}
        main:
          image: "nginx:1.27"
          env: [{name: ROUND, value: "%d"}]
          ports: [{name: http, containerPort: 80}, {name: more, containerPort: 81}]
        service:
          annotations: {round: "%d"}
          ports: [{name: http, port: 80}%s]
      """;

  @Test
  @Timeout(240)
  void allocatedNodePortIsKeptAcrossHundredChangesAndARestart(
      ApiServerExtension.TestControlPlane api) {
    try (var fixture = new OperatorFixture(api)) {
      apply(fixture, 0, 0, 0, false);
      var first = service(fixture);
      int nodePort = nodePort(first);
      assertThat(nodePort).isPositive();
      int mark = fixture.mark();

      for (int round = 1; round <= ROUNDS; round++) {
        if (round == ROUNDS / 2) {
          fixture.stopOperator();
          fixture.startOperator();
        }
        boolean hasSecondPort = round % 2 == 1;
        annotateApp(fixture, round);
        apply(fixture, round, round - 1, round - 1, !hasSecondPort);
        apply(fixture, round, round, round - 1, !hasSecondPort);
        apply(fixture, round, round, round, !hasSecondPort);
        apply(fixture, round, round, round, hasSecondPort);
        assertThat(nodePort(service(fixture))).isEqualTo(nodePort);
      }
      fixture.awaitNoMoreWrites();

      assertThat(service(fixture).getMetadata().getUid()).isEqualTo(first.getMetadata().getUid());
      assertThat(fixture.writesSince(mark))
          .filteredOn(write -> write.resource().equals("services"))
          .as("one write per change of a label, an annotation or a port")
          .hasSize(3 * ROUNDS)
          .allMatch(write -> write.verb().equals("patch") && write.code() == 200);
    }
  }

  /** Changes an annotation that does not affect the children. */
  private static void annotateApp(OperatorFixture fixture, int round) {
    fixture
        .admin()
        .resource(fixture.app("web"))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"other.example/round\":\"%d\"}}}".formatted(round));
  }

  private static void apply(
      OperatorFixture fixture, int label, int env, int annotation, boolean hasSecondPort) {
    fixture.apply(
        APP.formatted(label, env, annotation, hasSecondPort ? ", {name: more, port: 81}" : ""));
    fixture.awaitCondition("web", "Applied", "True");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> service(fixture).getSpec().getPorts().size() == (hasSecondPort ? 2 : 1));
  }

  private static Service service(OperatorFixture fixture) {
    return fixture.admin().services().inNamespace(fixture.namespace()).withName("web").require();
  }

  private static int nodePort(Service service) {
    return service.getSpec().getPorts().get(0).getNodePort();
  }
}
