package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patternedapp.operator.OperatorProcess;
import io.patternedapp.operator.OperatorSettings;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the operator wrote itself is no reason to look at an app again. */
@ExtendWith(ApiServer.class)
@Timeout(120)
class OwnEchoTest {

  private static final int APPS = 60;
  private static final Duration LATER_ECHOES = Duration.ofSeconds(2);

  private Lab lab;
  private OperatorProcess operator;

  @BeforeEach
  void startOperator(ApiServer.Shared api) {
    lab = Lab.withoutOperator(api);
    operator = api.startOperator(new OperatorSettings(Set.of(lab.namespace()), null, 0, "1.2.3"));
  }

  @AfterEach
  void stopOperator() {
    if (operator != null) {
      operator.close();
      lab.close();
    }
  }

  @Test
  void aNewAppIsReconciledOnce() {
    IntStream.range(0, APPS).parallel().forEach(this::apply);
    IntStream.range(0, APPS).forEach(i -> lab.untilCondition("web-" + i, "Applied", "True"));

    await()
        .during(LATER_ECHOES)
        .atMost(LATER_ECHOES.multipliedBy(5))
        .untilAsserted(() -> assertThat(reconciles()).isEqualTo(APPS));
  }

  private void apply(int i) {
    lab.apply(
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

  private double reconciles() {
    return HttpAnswer.get(operator.port(), "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("patternedapp_reconcile_duration_seconds_count{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
