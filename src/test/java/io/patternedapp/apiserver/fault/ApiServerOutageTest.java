package io.patternedapp.apiserver.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.ChangeSequence;
import io.patternedapp.apiserver.support.FaultFreeBaseline;
import io.patternedapp.apiserver.support.ScenarioFixture;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that changes are completed when the API server fails during a rollout: killed together with
 * etcd and restarted, or paused with its connections open.
 */
@ExtendWith(ApiServerExtension.class)
@Tag("survival")
class ApiServerOutageTest {

  private static final int APPS = Integer.getInteger("patternedapp.restart.apps", 10);
  private static final Duration DOWNTIME = Duration.ofSeconds(5);
  private static final Duration PAUSE =
      Duration.ofSeconds(Long.getLong("patternedapp.pause.seconds", 35));

  private ControlPlaneProcesses processes;
  private ApiServerExtension.TestControlPlane api;
  private ScenarioFixture scenario;

  @BeforeEach
  void startControlPlane() {
    api = ApiServerExtension.TestControlPlane.start();
    processes = new ControlPlaneProcesses(api);
  }

  @AfterEach
  void stopControlPlane() {
    if (scenario != null) {
      scenario.close();
    }
    if (processes != null) {
      processes.close();
    }
  }

  @Test
  @Timeout(1800)
  void changesSurviveApiServerAndEtcdKilledDuringEachStep() {
    var baseline = FaultFreeBaseline.snapshotsByStep(api, APPS);
    scenario = new ScenarioFixture(api, APPS);
    scenario.fixture().startOperator();
    int interruptedSteps = 0;
    for (var step : ChangeSequence.STEPS) {
      int mark = scenario.fixture().mark();
      int writesBeforeKill = applyStepAndAwaitWrites(step, 1 + APPS / 2);
      processes.kill();
      assertThat(processes.isResponding()).isFalse();
      sleep(DOWNTIME);

      processes.start();
      long restartedAt = System.nanoTime();
      scenario.awaitSameAs(baseline.get(step), "restart in " + step);
      System.out.printf(
          "API server and etcd killed in %s after %d writes: %d apps in sync %d s after the"
              + " start%n",
          step,
          writesBeforeKill,
          APPS,
          Duration.ofNanos(System.nanoTime() - restartedAt).toSeconds());
      if (scenario.fixture().writesSince(mark).size() > writesBeforeKill) {
        interruptedSteps++;
      }
    }
    assertThat(interruptedSteps).as("steps that the kill interrupted").isGreaterThan(3);
    scenario.assertNoRequests();
  }

  @Test
  @Timeout(1800)
  void changesSurviveAnApiServerPausedWithOpenConnections() {
    var baseline = FaultFreeBaseline.snapshotsByStep(api, APPS);
    scenario = new ScenarioFixture(api, APPS);
    scenario.fixture().startOperator();
    scenario.applyStep("create");
    scenario.awaitConverged();
    int writesBeforePause = applyStepAndAwaitWrites("image", 1 + APPS / 2);

    processes.pause();
    int mark = scenario.fixture().mark();
    assertThat(processes.isResponding()).isFalse();
    sleep(PAUSE);
    assertThat(scenario.fixture().mark()).as("responses of the paused API server").isEqualTo(mark);
    processes.resume();
    long resumedAt = System.nanoTime();

    scenario.awaitSameAs(baseline.get("image"), "after the pause");
    System.out.printf(
        "API server paused for %d s after %d writes: %d apps in sync %d s after it resumed%n",
        PAUSE.toSeconds(),
        writesBeforePause,
        APPS,
        Duration.ofNanos(System.nanoTime() - resumedAt).toSeconds());
    scenario.applyStep("environment");
    scenario.awaitSameAs(baseline.get("environment"), "the next step");
    scenario.assertNoRequests();
  }

  /**
   * Applies a step and waits until the operator has sent at least that many writes; returns the
   * number of writes.
   */
  private int applyStepAndAwaitWrites(String step, int writes) {
    int mark = scenario.fixture().mark();
    scenario.applyStep(step);
    await("writes of step " + step)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(30))
        .until(() -> scenario.fixture().writesSince(mark).size() >= writes);
    return scenario.fixture().writesSince(mark).size();
  }

  private static void sleep(Duration time) {
    await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
  }
}
