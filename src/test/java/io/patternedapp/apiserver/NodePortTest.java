package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node port that the API server chose stays, whatever else of the app changes. */
@ExtendWith(ApiServer.class)
@Tag("survival")
class NodePortTest {

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
  void staysOverAHundredChangesAndARestart(ApiServer.Shared api) {
    try (var lab = new Lab(api)) {
      apply(lab, 0, 0, 0, false);
      var first = service(lab);
      int nodePort = nodePort(first);
      assertThat(nodePort).isPositive();
      int mark = lab.mark();

      for (int round = 1; round <= ROUNDS; round++) {
        if (round == ROUNDS / 2) {
          lab.stopOperator();
          lab.startOperator();
        }
        boolean isWider = round % 2 == 1;
        touch(lab, round);
        apply(lab, round, round - 1, round - 1, !isWider);
        apply(lab, round, round, round - 1, !isWider);
        apply(lab, round, round, round, !isWider);
        apply(lab, round, round, round, isWider);
        assertThat(nodePort(service(lab))).isEqualTo(nodePort);
      }
      lab.untilQuiet();

      assertThat(service(lab).getMetadata().getUid()).isEqualTo(first.getMetadata().getUid());
      assertThat(lab.writesSince(mark))
          .filteredOn(write -> write.resource().equals("services"))
          .as("one for each change that concerns it: of a label, an annotation, a port")
          .hasSize(3 * ROUNDS)
          .allMatch(write -> write.verb().equals("patch") && write.code() == 200);
    }
  }

  /** Nothing that the operator goes by. */
  private static void touch(Lab lab, int round) {
    lab.admin()
        .resource(lab.app("web"))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"other.example/round\":\"%d\"}}}".formatted(round));
  }

  private static void apply(Lab lab, int label, int env, int annotation, boolean isWide) {
    lab.apply(APP.formatted(label, env, annotation, isWide ? ", {name: more, port: 81}" : ""));
    lab.untilCondition("web", "Applied", "True");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> service(lab).getSpec().getPorts().size() == (isWide ? 2 : 1));
  }

  private static Service service(Lab lab) {
    return lab.admin().services().inNamespace(lab.namespace()).withName("web").require();
  }

  private static int nodePort(Service service) {
    return service.getSpec().getPorts().get(0).getNodePort();
  }
}
