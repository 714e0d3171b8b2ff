package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** All connections to the API server die at once, and nobody tells the operator. */
@ExtendWith(ApiServer.class)
@Tag("survival")
class LostConnectionsTest {

  @Test
  @Timeout(180)
  void areReplacedSoon(ApiServer.Shared api) {
    try (var stage = new Stage(api, 2);
        var proxy = new WireProxy(api.operatorClient().getConfiguration())) {
      stage.lab().startOperator(proxy.config());
      stage.play("create");
      stage.untilSettled();
      int opened = proxy.opened();

      int lost = proxy.loseAll();
      long at = System.nanoTime();
      stage.play("image");

      await("the operator works again")
          .atMost(Duration.ofSeconds(90))
          .until(() -> stage.apps().stream().allMatch(stage::isSettled));
      System.out.printf(
          "lost connections: %d replaced after %d s%n",
          lost, Duration.ofNanos(System.nanoTime() - at).toSeconds());
      assertThat(proxy.opened() - opened).isGreaterThanOrEqualTo(lost);
    }
  }
}
