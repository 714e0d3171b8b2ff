package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An operator that ends after any of its writes leaves nothing that the next one does not bring to
 * the same end, with no object made or deleted once more than without the crash.
 */
@ExtendWith(ApiServer.class)
@Tag("survival")
class CrashTest {

  private static final int APPS = 16;

  @Test
  @Timeout(600)
  void afterAnyWriteIsMadeGoodByTheNextOperator(ApiServer.Shared api) {
    var faultless = Faultless.run(api, APPS);
    try (var stage = new Stage(api, APPS)) {
      for (var chapter : Story.CHAPTERS) {
        int crashes = crash(api, stage, chapter);
        stage.lab().startOperator();
        stage.untilSameAs(faultless.get(chapter), chapter);
        stage.isStill();
        stage.lab().stopOperator();
        System.out.printf("crash in %s: after each of %d writes%n", chapter, crashes);
      }
    }
  }

  /** Plays a chapter with an operator that is dead for the n-th app after n writes. */
  private static int crash(ApiServer.Shared api, Stage stage, String chapter) {
    try (var proxy = new FaultProxy(api.operatorClient().getConfiguration())) {
      stage.lab().startOperator(proxy);
      var end = new EndAfterWrites();
      proxy.rule(end::fault);
      stage.play(chapter);
      await("each app is done, or its operator dead: " + chapter)
          .atMost(Duration.ofSeconds(90))
          .until(
              () ->
                  stage.apps().stream()
                      .allMatch(app -> end.dead().contains(app) || stage.isSettled(app)));
      assertThat(end.dead())
          .as("crashes in %s, of writes %s", chapter, end.writes())
          .isNotEmpty()
          .hasSizeLessThan(APPS);
      stage.lab().stopOperator();
      return end.dead().size();
    }
  }
}
