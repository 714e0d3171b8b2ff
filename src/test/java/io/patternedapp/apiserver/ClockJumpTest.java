package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patternedapp.operator.leader.Election;
import io.patternedapp.operator.leader.ElectionSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The clock is an hour ahead, or late, from one moment to the next, in the middle of the work. */
@ExtendWith(ApiServer.class)
@Tag("survival")
@Timeout(600)
class ClockJumpTest {

  private static final int APPS = 2;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void inTheMiddleOfEachChapterLeavesNoTrace(ApiServer.Shared api) {
    var faultless = Faultless.run(api, APPS);
    var clock = new WrongClock();
    try (var stage = new Stage(api, APPS, clock)) {
      stage.lab().startOperator();
      var jump = HOUR;
      for (var chapter : Story.CHAPTERS) {
        int mark = stage.lab().mark();
        stage.play(chapter);
        await("in the middle of " + chapter)
            .pollInterval(Duration.ofMillis(10))
            .until(() -> !stage.lab().writesSince(mark).isEmpty());
        clock.jump(jump);
        jump = jump.negated();

        stage.untilSameAs(faultless.get(chapter), "a jump in " + chapter);
        System.out.printf(
            "clock jumps %s in %s: %d writes%n",
            jump.negated(), chapter, stage.lab().writesSince(mark).size());
      }
      stage.isStill();
    }
  }

  @Test
  void backInTheMiddleOfARollDoesNotHoldIt(ApiServer.Shared api) {
    var clock = new WrongClock();
    try (var stage = new Stage(api, APPS, clock)) {
      stage.lab().startOperator();
      stage.play("create");
      stage.untilSettled();

      stage.play("environment");
      await("a Pod has left the Service")
          .pollInterval(Duration.ofMillis(10))
          .atMost(SOON)
          .until(() -> podsOutOfService(stage) > 0);
      clock.jump(HOUR.negated());

      stage.untilSettled();
      assertThat(podsOutOfService(stage)).isZero();
      stage.isStill();
    }
  }

  @Test
  void backDoesNotHoldTheStatusUp(ApiServer.Shared api) {
    var clock = new WrongClock();
    try (var lab = new Lab(api, clock)) {
      lab.apply(Story.yaml("web", "create"));
      lab.untilCondition("web", "Applied", "True");
      clock.jump(HOUR.negated());

      for (boolean ready : List.of(true, false, true)) {
        lab.report("web", "Running", ready);
        lab.report("web-1", "Running", true);
        lab.untilCondition("web", "Ready", ready ? "True" : "False");
      }
    }
  }

  /** While a leader is not sure of its lease it does nothing; that is made up for. */
  @Test
  void forwardMakesALeaderLookAtEverythingAgain(ApiServer.Shared api) {
    var clock = new WrongClock();
    var looks = new AtomicInteger();
    var settings = new ElectionSettings(OperatorJvm.LEASE_NAMESPACE, "jumps");
    try (var election = new Election(api.operatorClient().getConfiguration(), settings, clock)) {
      election.start(looks::incrementAndGet);
      await("it leads").atMost(SOON.multipliedBy(2)).until(() -> looks.get() == 1);

      await("it is not sure")
          .atMost(SOON)
          .until(
              () -> {
                clock.jump(HOUR);
                return !election.holds();
              });

      await("it renewed").atMost(SOON).until(election::holds);
      await("it looks again").atMost(SOON).until(() -> looks.get() == 2);
    }
  }

  private static long podsOutOfService(Stage stage) {
    return stage
        .lab()
        .admin()
        .pods()
        .inNamespace(stage.lab().namespace())
        .list()
        .getItems()
        .stream()
        .filter(pod -> !pod.getMetadata().getLabels().containsKey("patternedapp.io/serving"))
        .count();
  }
}
