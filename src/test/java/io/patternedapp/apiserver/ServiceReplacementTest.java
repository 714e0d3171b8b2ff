package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Service;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changes of the Service that the API server allows only by a new one. */
@ExtendWith(ApiServer.class)
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

  @AutoClose private Lab lab;

  @BeforeEach
  void open(ApiServer.Shared api) {
    lab = new Lab(api);
  }

  @Test
  void becomesHeadlessAndBack() {
    apply("type: ClusterIP");
    var first = service();
    apply("clusterIP: None");
    assertThat(service().getSpec().getClusterIP()).isEqualTo("None");

    apply("type: ClusterIP");

    assertThat(service().getSpec().getClusterIP()).isNotEqualTo("None").isNotEmpty();
    assertThat(service().getMetadata().getUid()).isNotEqualTo(first.getMetadata().getUid());
  }

  @Test
  void changesItsLoadBalancer() {
    apply("type: LoadBalancer, loadBalancerClass: example.com/a");

    apply("type: LoadBalancer, loadBalancerClass: example.com/b");

    assertThat(service().getSpec().getLoadBalancerClass()).isEqualTo("example.com/b");
    assertThat(lab.app("web").getStatus().lastUpdate().plan()).isEqualTo("replace Service/web");
  }

  private void apply(String service) {
    lab.apply(WEB.formatted(service));
    lab.untilCondition("web", "Applied", "True");
    await().atMost(TIMEOUT).until(() -> service() != null);
  }

  private Service service() {
    return lab.admin().services().inNamespace(lab.namespace()).withName("web").get();
  }
}
