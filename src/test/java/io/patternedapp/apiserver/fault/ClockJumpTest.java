package io.patternedapp.apiserver.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.ChangeSequence;
import io.patternedapp.apiserver.support.FaultFreeBaseline;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.apiserver.support.OperatorJvm;
import io.patternedapp.apiserver.support.ScenarioFixture;
import io.patternedapp.apiserver.support.SkewedClock;
import io.patternedapp.operator.leader.LeaderElection;
import io.patternedapp.operator.leader.LeaderElectionSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that a clock that jumps an hour forward or back during a rollout does not change the
 * result.
 */
@ExtendWith(ApiServerExtension.class)
@Tag("survival")
@Timeout(600)
class ClockJumpTest {

  private static final int APPS = 2;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(10);

  @Test
  void clockJumpDuringEachChangeLeavesTheSameChildrenAsWithoutIt(
      ApiServerExtension.TestControlPlane api) {
    var baseline = FaultFreeBaseline.snapshotsByStep(api, APPS);
    var clock = new SkewedClock();
    try (var scenario = new ScenarioFixture(api, APPS, clock)) {
      scenario.fixture().startOperator();
      var jump = HOUR;
      for (var step : ChangeSequence.STEPS) {
        int mark = scenario.fixture().mark();
        scenario.applyStep(step);
        await("first write of step " + step)
            .pollInterval(Duration.ofMillis(10))
            .until(() -> !scenario.fixture().writesSince(mark).isEmpty());
        clock.jump(jump);
        jump = jump.negated();

        scenario.awaitSameAs(baseline.get(step), "clock jump in " + step);
        System.out.printf(
            "clock jumps %s in %s: %d writes%n",
            jump.negated(), step, scenario.fixture().writesSince(mark).size());
      }
      scenario.assertNoRequests();
    }
  }

  @Test
  void backwardClockJumpDoesNotStallARollout(ApiServerExtension.TestControlPlane api) {
    var clock = new SkewedClock();
    try (var scenario = new ScenarioFixture(api, APPS, clock)) {
      scenario.fixture().startOperator();
      scenario.applyStep("create");
      scenario.awaitConverged();

      scenario.applyStep("environment");
      await("a Pod without the serving label")
          .pollInterval(Duration.ofMillis(10))
          .atMost(SHORT_TIMEOUT)
          .until(() -> podsOutOfService(scenario) > 0);
      clock.jump(HOUR.negated());

      scenario.awaitConverged();
      assertThat(podsOutOfService(scenario)).isZero();
      scenario.assertNoRequests();
    }
  }

  @Test
  void backwardClockJumpDoesNotDelayStatusUpdates(ApiServerExtension.TestControlPlane api) {
    var clock = new SkewedClock();
    try (var fixture = new OperatorFixture(api, clock)) {
      fixture.apply(ChangeSequence.yaml("web", "create"));
      fixture.awaitCondition("web", "Applied", "True");
      clock.jump(HOUR.negated());

      for (boolean ready : List.of(true, false, true)) {
        fixture.reportPodStatus("web", "Running", ready);
        fixture.reportPodStatus("web-1", "Running", true);
        fixture.awaitCondition("web", "Ready", ready ? "True" : "False");
      }
    }
  }

  /**
   * A leader whose lease may have expired does not reconcile; it resyncs all apps after it has
   * renewed the lease.
   */
  @Test
  void forwardClockJumpMakesTheLeaderResyncAllAppsAfterLeaseRenewal(
      ApiServerExtension.TestControlPlane api) {
    var clock = new SkewedClock();
    var resyncs = new AtomicInteger();
    var settings = new LeaderElectionSettings(OperatorJvm.LEASE_NAMESPACE, "jumps");
    try (var election =
        new LeaderElection(api.operatorClient().getConfiguration(), settings, clock)) {
      election.start(resyncs::incrementAndGet);
      await("leadership acquired")
          .atMost(SHORT_TIMEOUT.multipliedBy(2))
          .until(() -> resyncs.get() == 1);

      await("leadership suspended")
          .atMost(SHORT_TIMEOUT)
          .until(
              () -> {
                clock.jump(HOUR);
                return !election.isLeader();
              });

      await("lease renewed").atMost(SHORT_TIMEOUT).until(election::isLeader);
      await("second resync").atMost(SHORT_TIMEOUT).until(() -> resyncs.get() == 2);
    }
  }

  private static long podsOutOfService(ScenarioFixture scenario) {
    return scenario
        .fixture()
        .admin()
        .pods()
        .inNamespace(scenario.fixture().namespace())
        .list()
        .getItems()
        .stream()
        .filter(pod -> !pod.getMetadata().getLabels().containsKey("patternedapp.io/serving"))
        .count();
  }
}
