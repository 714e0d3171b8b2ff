package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The API server itself fails in the middle of the operator's work: killed with its etcd and
 * started again, or alive and doing nothing.
 */
@ExtendWith(ApiServer.class)
@Tag("survival")
class ServerOutageTest {

  private static final int APPS = Integer.getInteger("patternedapp.restart.apps", 10);
  private static final Duration AWAY = Duration.ofSeconds(5);
  private static final Duration PAUSED =
      Duration.ofSeconds(Long.getLong("patternedapp.pause.seconds", 35));

  private Servers servers;
  private ApiServer.Shared api;
  private Stage stage;

  @BeforeEach
  void open() {
    api = ApiServer.Shared.start();
    servers = new Servers(api);
  }

  @AfterEach
  void close() {
    if (stage != null) {
      stage.close();
    }
    if (servers != null) {
      servers.close();
    }
  }

  @Test
  @Timeout(1800)
  void killedWithItsEtcdInEachChapter() {
    var faultless = Faultless.run(api, APPS);
    stage = new Stage(api, APPS);
    stage.lab().startOperator();
    int inTheMiddle = 0;
    for (var chapter : Story.CHAPTERS) {
      int mark = stage.lab().mark();
      int before = playUntilInTheMiddle(chapter, 1 + APPS / 2);
      servers.kill();
      assertThat(servers.answers()).isFalse();
      pass(AWAY);

      servers.start();
      long back = System.nanoTime();
      stage.untilSameAs(faultless.get(chapter), "restart in " + chapter);
      System.out.printf(
          "API server and etcd killed in %s after %d writes: %d apps as wanted %d s after the"
              + " start%n",
          chapter, before, APPS, Duration.ofNanos(System.nanoTime() - back).toSeconds());
      if (stage.lab().writesSince(mark).size() > before) {
        inTheMiddle++;
      }
    }
    assertThat(inTheMiddle).as("chapters that were not done yet").isGreaterThan(3);
    stage.isStill();
  }

  @Test
  @Timeout(1800)
  void pausedWithItsConnectionsOpen() {
    var faultless = Faultless.run(api, APPS);
    stage = new Stage(api, APPS);
    stage.lab().startOperator();
    stage.play("create");
    stage.untilSettled();
    int before = playUntilInTheMiddle("image", 1 + APPS / 2);

    servers.pause();
    int mark = stage.lab().mark();
    assertThat(servers.answers()).isFalse();
    pass(PAUSED);
    assertThat(stage.lab().mark()).as("nothing is answered").isEqualTo(mark);
    servers.resume();
    long back = System.nanoTime();

    stage.untilSameAs(faultless.get("image"), "after the pause");
    System.out.printf(
        "API server paused for %d s after %d writes: %d apps as wanted %d s after its end%n",
        PAUSED.toSeconds(), before, APPS, Duration.ofNanos(System.nanoTime() - back).toSeconds());
    stage.play("environment");
    stage.untilSameAs(faultless.get("environment"), "the next chapter");
    stage.isStill();
  }

  /** Returns how many writes the operator had made when it was about as many as wanted. */
  private int playUntilInTheMiddle(String chapter, int writes) {
    int mark = stage.lab().mark();
    stage.play(chapter);
    await("in the middle of " + chapter)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(30))
        .until(() -> stage.lab().writesSince(mark).size() >= writes);
    return stage.lab().writesSince(mark).size();
  }

  private static void pass(Duration time) {
    await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
  }
}
