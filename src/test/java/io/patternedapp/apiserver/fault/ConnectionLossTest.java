package io.patternedapp.apiserver.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.ScenarioFixture;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that the operator replaces connections to the API server that drop all traffic without a
 * TCP reset.
 */
@ExtendWith(ApiServerExtension.class)
@Tag("survival")
class ConnectionLossTest {

  @Test
  @Timeout(180)
  void silentlyDroppedConnectionsAreReplacedAndChangesApplied(
      ApiServerExtension.TestControlPlane api) {
    try (var scenario = new ScenarioFixture(api, 2);
        var proxy = new TcpProxy(api.operatorClient().getConfiguration())) {
      scenario.fixture().startOperator(proxy.clientConfig());
      scenario.applyStep("create");
      scenario.awaitConverged();
      int opened = proxy.openedConnectionCount();

      int dropped = proxy.dropAllTraffic();
      long droppedAt = System.nanoTime();
      scenario.applyStep("image");

      await("change applied over new connections")
          .atMost(Duration.ofSeconds(90))
          .until(() -> scenario.apps().stream().allMatch(scenario::isConverged));
      System.out.printf(
          "dropped connections: %d replaced after %d s%n",
          dropped, Duration.ofNanos(System.nanoTime() - droppedAt).toSeconds());
      assertThat(proxy.openedConnectionCount() - opened).isGreaterThanOrEqualTo(dropped);
    }
  }
}
