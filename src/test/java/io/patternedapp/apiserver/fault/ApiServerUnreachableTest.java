package io.patternedapp.apiserver.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.ScenarioFixture;
import io.patternedapp.apiserver.support.proxy.Fault;
import io.patternedapp.apiserver.support.proxy.FaultInjectionProxy;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that changes made while the operator cannot reach the API server are applied once it can.
 */
@ExtendWith(ApiServerExtension.class)
@Tag("survival")
class ApiServerUnreachableTest {

  private static final int APPS = Integer.getInteger("patternedapp.outage.apps", 10);
  private static final Duration OUTAGE =
      Duration.ofSeconds(Long.getLong("patternedapp.outage.seconds", 15));

  @Test
  @Timeout(600)
  void changesMadeWhileTheApiServerIsUnreachableAreAppliedAfterwards(
      ApiServerExtension.TestControlPlane api) {
    try (var scenario = new ScenarioFixture(api, APPS);
        var proxy = new FaultInjectionProxy(api.operatorClient().getConfiguration())) {
      scenario.fixture().startOperator(proxy);
      scenario.applyStep("create");

      proxy.setFaultRule(call -> Fault.CONNECTION_RESET);
      proxy.disconnectWatches(call -> true);
      scenario.fixture().awaitNoMoreWrites();
      int mark = scenario.fixture().mark();
      scenario.applyStep("image");
      await().pollDelay(OUTAGE).atMost(OUTAGE.plusSeconds(10)).until(() -> true);
      assertThat(scenario.fixture().writesSince(mark)).as("writes during the outage").isEmpty();
      assertThat(proxy.injectedFaultCount()).isGreaterThan(20);
      proxy.setFaultRule(call -> Fault.NONE);
      long reachableAt = System.nanoTime();

      scenario.awaitConverged();
      System.out.printf(
          "outage of %d s: %d apps in sync %d s after its end, %d requests failed%n",
          OUTAGE.toSeconds(),
          APPS,
          Duration.ofNanos(System.nanoTime() - reachableAt).toSeconds(),
          proxy.injectedFaultCount());
      scenario.assertNoRequests();
    }
  }
}
