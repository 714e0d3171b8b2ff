package io.patternedapp.apiserver.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.ManagementResponse;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.operator.OperatorRunner;
import io.patternedapp.operator.OperatorSettings;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that watch events caused by the operator's own writes do not trigger a reconcile. */
@ExtendWith(ApiServerExtension.class)
@Timeout(120)
class ReconcileCountTest {

  private static final int APPS = 60;
  private static final Duration QUIET_PERIOD = Duration.ofSeconds(2);

  private OperatorFixture fixture;
  private OperatorRunner operator;

  @BeforeEach
  void startOperator(ApiServerExtension.TestControlPlane api) {
    fixture = OperatorFixture.withoutOperator(api);
    operator =
        api.startOperator(new OperatorSettings(Set.of(fixture.namespace()), null, 0, "1.2.3"));
  }

  @AfterEach
  void stopOperator() {
    if (operator != null) {
      operator.close();
      fixture.close();
    }
  }

  @Test
  void newAppIsReconciledOnlyOnceDespiteItsOwnWatchEvents() {
    IntStream.range(0, APPS).parallel().forEach(this::apply);
    IntStream.range(0, APPS).forEach(i -> fixture.awaitCondition("web-" + i, "Applied", "True"));

    await()
        .during(QUIET_PERIOD)
        .atMost(QUIET_PERIOD.multipliedBy(5))
        .untilAsserted(() -> assertThat(reconcileCount()).isEqualTo(APPS));
  }

  private void apply(int i) {
    fixture.apply(
        """
        apiVersion: patternedapp.io/v1alpha1
        kind: PatternedApp
        metadata: {name: web-%d}
        spec:
          workload: {kind: Deployment}
          main:
            image: nginx:1.27
            ports: [{name: http, containerPort: 80}]
            files: [{mountPath: /etc/app, data: {settings: "one"}}]
          service: {ports: [{port: 80}]}
        """
            .formatted(i));
  }

  private double reconcileCount() {
    return ManagementResponse.get(operator.port(), "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("patternedapp_reconcile_duration_seconds_count{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
