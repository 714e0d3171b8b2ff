package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API server is away while apps change, and comes back. */
@ExtendWith(ApiServer.class)
@Tag("survival")
class OutageTest {

  private static final int APPS = Integer.getInteger("patternedapp.outage.apps", 10);
  private static final Duration AWAY =
      Duration.ofSeconds(Long.getLong("patternedapp.outage.seconds", 15));

  @Test
  @Timeout(600)
  void isOverForTheAppsSoonAfterItIsOver(ApiServer.Shared api) {
    try (var stage = new Stage(api, APPS);
        var proxy = new FaultProxy(api.operatorClient().getConfiguration())) {
      stage.lab().startOperator(proxy);
      stage.play("create");

      proxy.rule(call -> Fault.RESET);
      proxy.cut(call -> true);
      stage.lab().untilQuiet();
      int mark = stage.lab().mark();
      stage.play("image");
      await().pollDelay(AWAY).atMost(AWAY.plusSeconds(10)).until(() -> true);
      assertThat(stage.lab().writesSince(mark)).as("nothing gets through").isEmpty();
      assertThat(proxy.injected()).isGreaterThan(20);
      proxy.rule(call -> Fault.NONE);
      long back = System.nanoTime();

      stage.untilSettled();
      System.out.printf(
          "outage of %d s: %d apps as wanted %d s after its end, %d requests failed%n",
          AWAY.toSeconds(),
          APPS,
          Duration.ofNanos(System.nanoTime() - back).toSeconds(),
          proxy.injected());
      stage.isStill();
    }
  }
}
