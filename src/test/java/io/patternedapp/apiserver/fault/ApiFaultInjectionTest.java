package io.patternedapp.apiserver.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.ChangeSequence;
import io.patternedapp.apiserver.support.FaultFreeBaseline;
import io.patternedapp.apiserver.support.ScenarioFixture;
import io.patternedapp.apiserver.support.proxy.Fault;
import io.patternedapp.apiserver.support.proxy.FaultInjectionProxy;
import io.patternedapp.apiserver.support.proxy.ProxiedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a {@link ChangeSequence} while requests fail, responses are lost and watches break. The
 * result equals a run without faults: the same children, the same number of creations and
 * deletions, and no requests afterwards.
 */
@ExtendWith(ApiServerExtension.class)
@Tag("survival")
class ApiFaultInjectionTest {

  private static final int APPS = 2;
  private static final int PARALLEL_RUNS = 4;

  /**
   * The faults of a run: a rule for requests, and a fault of the watches at the start of each step.
   */
  private record FaultScenario(
      String name, Function<ProxiedRequest, Fault> rule, WatchFault watchFault) {}

  private interface WatchFault {
    void applyTo(FaultInjectionProxy proxy);
  }

  private static final WatchFault NO_WATCH_FAULT = proxy -> {};

  private static List<FaultScenario> faultScenarios() {
    return List.of(
        new FaultScenario(
            "500 for every third request", everyNth(3, Fault.errorResponse(500)), NO_WATCH_FAULT),
        new FaultScenario(
            "503 for every third request", everyNth(3, Fault.errorResponse(503)), NO_WATCH_FAULT),
        new FaultScenario(
            "429 with Retry-After for every fourth request",
            everyNth(4, Fault.tooManyRequests(1)),
            NO_WATCH_FAULT),
        new FaultScenario(
            "409 for every third write",
            onlyFor(ProxiedRequest::isWrite, everyNth(3, Fault.errorResponse(409))),
            NO_WATCH_FAULT),
        new FaultScenario(
            "connection reset for every fourth request",
            everyNth(4, Fault.CONNECTION_RESET),
            NO_WATCH_FAULT),
        new FaultScenario(
            "lost response of every second write",
            onlyFor(ProxiedRequest::isWrite, everyNth(2, Fault.RESPONSE_LOSS)),
            NO_WATCH_FAULT),
        new FaultScenario(
            "delayed requests", everyNth(1, Fault.delay(Duration.ofMillis(400))), NO_WATCH_FAULT),
        new FaultScenario(
            "reset watches", call -> Fault.NONE, proxy -> proxy.disconnectWatches(call -> true)),
        new FaultScenario(
            "expired watches", call -> Fault.NONE, proxy -> proxy.expireWatches(call -> true)),
        new FaultScenario(
            "reset watches that open only at the fourth attempt",
            onlyFor(ProxiedRequest::isWatch, exceptEveryNth(4, Fault.errorResponse(500))),
            proxy -> proxy.disconnectWatches(call -> true)));
  }

  @Test
  @Timeout(600)
  void requestAndWatchFaultsLeaveTheSameChildrenAsAFaultFreeRun(
      ApiServerExtension.TestControlPlane api) throws Exception {
    FaultFreeBaseline.snapshotsByStep(api, APPS);
    var pool = Executors.newFixedThreadPool(PARALLEL_RUNS);
    try {
      var runs =
          faultScenarios().stream()
              .map(faultScenario -> pool.submit(() -> runScenario(api, faultScenario)))
              .toList();
      var failures = new ArrayList<Throwable>();
      for (var run : runs) {
        try {
          System.out.println(run.get());
        } catch (ExecutionException e) {
          failures.add(e.getCause());
        }
      }
      assertThat(failures).isEmpty();
    } finally {
      pool.shutdownNow();
    }
  }

  private static String runScenario(
      ApiServerExtension.TestControlPlane api, FaultScenario faultScenario) {
    var baseline = FaultFreeBaseline.snapshotsByStep(api, APPS);
    try (var scenario = new ScenarioFixture(api, APPS);
        var proxy = new FaultInjectionProxy(api.operatorClient().getConfiguration())) {
      scenario.fixture().startOperator(proxy);
      proxy.setFaultRule(faultScenario.rule());
      for (var step : ChangeSequence.STEPS) {
        faultScenario.watchFault().applyTo(proxy);
        scenario.applyStep(step);
        scenario.awaitSameAs(baseline.get(step), faultScenario.name() + ", " + step);
      }
      assertThat(proxy.injectedFaultCount())
          .as(faultScenario.name())
          .isGreaterThan(ChangeSequence.STEPS.size());
      scenario.assertNoRequests();
      return "%s: %d faults".formatted(faultScenario.name(), proxy.injectedFaultCount());
    }
  }

  /**
   * Returns a rule that applies the fault to every n-th request that the rule receives, watches
   * included.
   */
  private static Function<ProxiedRequest, Fault> everyNth(int n, Fault fault) {
    var calls = new AtomicInteger();
    return call -> calls.incrementAndGet() % n == 0 ? fault : Fault.NONE;
  }

  private static Function<ProxiedRequest, Fault> exceptEveryNth(int n, Fault fault) {
    var calls = new AtomicInteger();
    return call -> calls.incrementAndGet() % n == 0 ? Fault.NONE : fault;
  }

  private static Function<ProxiedRequest, Fault> onlyFor(
      Predicate<ProxiedRequest> matcher, Function<ProxiedRequest, Fault> rule) {
    return call -> matcher.test(call) ? rule.apply(call) : Fault.NONE;
  }
}
