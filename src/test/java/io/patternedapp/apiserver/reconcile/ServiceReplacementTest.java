package io.patternedapp.apiserver.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Service;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.OperatorFixture;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests changes of immutable Service fields, which require a new Service. */
@ExtendWith(ApiServerExtension.class)
@Timeout(120)
class ServiceReplacementTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final String WEB =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web}
      spec:
        main: {image: "nginx:1.27", ports: [{containerPort: 80}]}
        service: {%s}
      """;

  @AutoClose private OperatorFixture fixture;

  @BeforeEach
  void createFixture(ApiServerExtension.TestControlPlane api) {
    fixture = new OperatorFixture(api);
  }

  @Test
  void serviceIsRecreatedWhenItBecomesHeadlessAndBack() {
    apply("type: ClusterIP");
    var first = service();
    apply("clusterIP: None");
    assertThat(service().getSpec().getClusterIP()).isEqualTo("None");

    apply("type: ClusterIP");

    assertThat(service().getSpec().getClusterIP()).isNotEqualTo("None").isNotEmpty();
    assertThat(service().getMetadata().getUid()).isNotEqualTo(first.getMetadata().getUid());
  }

  @Test
  void serviceIsReplacedWhenLoadBalancerClassChanges() {
    apply("type: LoadBalancer, loadBalancerClass: example.com/a");

    apply("type: LoadBalancer, loadBalancerClass: example.com/b");

    assertThat(service().getSpec().getLoadBalancerClass()).isEqualTo("example.com/b");
    assertThat(fixture.app("web").getStatus().lastUpdate().plan()).isEqualTo("replace Service/web");
  }

  private void apply(String service) {
    fixture.apply(WEB.formatted(service));
    fixture.awaitCondition("web", "Applied", "True");
    await().atMost(TIMEOUT).until(() -> service() != null);
  }

  private Service service() {
    return fixture.admin().services().inNamespace(fixture.namespace()).withName("web").get();
  }
}
