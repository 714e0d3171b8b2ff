package io.patternedapp.apiserver.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.OperatorFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests the status when no node port is free. The test uses its own API server with a range of one
 * node port.
 */
@ExtendWith(ApiServerExtension.class)
@Timeout(120)
class NodePortExhaustionTest {

  private static final String WEB =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web}
      spec:
        main: {image: "nginx:1.27", ports: [{name: http, containerPort: 80}]}
        service: {ports: [{port: 80}]}
      """;

  @Test
  void nodePortExhaustionIsReportedAndRecoversWhenAPortIsFreed() {
    try (var api =
            ApiServerExtension.TestControlPlane.start("--service-node-port-range=30100-30100");
        var fixture = new OperatorFixture(api)) {
      var other =
          fixture
              .admin()
              .resource(
                  new ServiceBuilder()
                      .withNewMetadata()
                      .withName("other")
                      .withNamespace(fixture.namespace())
                      .endMetadata()
                      .withNewSpec()
                      .withType("NodePort")
                      .addNewPort()
                      .withPort(80)
                      .endPort()
                      .endSpec()
                      .build())
              .create();

      fixture.apply(WEB);
      var status = fixture.awaitCondition("web", "Applied", "False").getStatus();
      assertThat(status.condition("Ready").map(Condition::getReason))
          .hasValue("NodePortsExhausted");
      assertThat(status.condition("Ready").orElseThrow().getMessage())
          .contains("failed to allocate a nodePort: range is full")
          .contains("Delete unused Services with node ports");

      fixture.admin().resource(other).delete();
      fixture.awaitCondition("web", "Applied", "True");
    }
  }
}
