package io.patternedapp.status.event;

import static io.patternedapp.status.StatusFixture.app;
import static io.patternedapp.status.StatusFixture.appliedWithProblems;
import static io.patternedapp.status.StatusFixture.inputOf;
import static io.patternedapp.status.StatusFixture.invalidInput;
import static io.patternedapp.status.StatusFixture.observedPods;
import static io.patternedapp.status.StatusFixture.recordedPod;
import static io.patternedapp.status.StatusFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.result.ChildProblem;
import io.patternedapp.status.input.StatusInput;
import io.patternedapp.validate.problem.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatusTransitionEventsTest {

  private static final PatternedApp APP =
      app("main: {image: 'nginx:1.27'}, adapters: [{name: metrics, image: i}]");

  static Stream<Arguments> changes() {
    var starting = status(inputOf(APP));
    var probing = status(inputOf(APP, recordedPod("notready")));
    var ready = status(inputOf(APP, readyPod()));
    var crash = status(inputOf(APP, recordedPod("crash")));
    var oom = status(inputOf(APP, recordedPod("oom")));
    var lost = status(inputOf(app("main: {image: i}"), recordedPod("unanswered")));
    var invalid = invalidStatus("taken");
    var otherErrors = invalidStatus("missing");
    var conflict = statusWithRejectedChild(Reason.NameConflict);
    var quota = statusWithRejectedChild(Reason.QuotaExceeded);
    return Stream.of(
        change("a new app", null, starting),
        change("a new app that is ready", null, ready, "Normal Ready"),
        change("the app becomes ready", starting, ready, "Normal Ready"),
        change("the probe has not passed yet", starting, probing),
        change("the probe fails", ready, probing, "Warning MainNotReady"),
        change("a rollout", ready, starting),
        change("a container crashes on startup", starting, crash, "Warning AdapterNotReady"),
        change("a container crashes later", ready, crash, "Warning AdapterNotReady"),
        change("the container still crashes", crash, crash),
        change("another container fails", crash, oom, "Warning MainNotReady"),
        change("a container crashes after its probe failed", probing, oom, "Warning MainNotReady"),
        change("the app recovers", crash, ready, "Normal Ready"),
        change("a node is lost", ready, lost, "Warning NodeLost"),
        change("an invalid spec", ready, invalid, "Warning InvalidSpec"),
        change("the same invalid spec", invalid, invalid),
        change("other errors in the spec", invalid, otherErrors, "Warning InvalidSpec"),
        change("the spec is fixed", invalid, ready, "Normal Accepted", "Normal Ready"),
        change("a name conflict", starting, conflict, "Warning NameConflict"),
        change("the name conflict persists", conflict, conflict),
        change("rejected for another reason", conflict, quota, "Warning QuotaExceeded"),
        change("all children are applied", conflict, starting, "Normal Applied"),
        change(
            "rejected after an invalid spec",
            invalid,
            quota,
            "Normal Accepted",
            "Warning QuotaExceeded"),
        change("an invalid spec after a rejection", quota, invalid, "Warning InvalidSpec"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void eventsAreEmittedOnlyOnStatusTransitions(
      String scenario,
      @Nullable PatternedAppStatus old,
      PatternedAppStatus now,
      List<String> expected) {
    assertThat(StatusTransitionEvents.between(old, now))
        .extracting(e -> e.type() + " " + e.reason())
        .containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void eventMessagesRespectTheLengthLimit(
      String scenario,
      @Nullable PatternedAppStatus old,
      PatternedAppStatus now,
      List<String> expected) {
    assertThat(StatusTransitionEvents.between(old, now))
        .allSatisfy(e -> assertThat(e.message()).isNotBlank().hasSizeLessThanOrEqualTo(1024));
  }

  @Test
  void deduplicationKeyOfCrashingContainerOmitsRestartCount() {
    var starting = status(inputOf(APP));
    var crash = recordedPod("crash");
    var first = StatusTransitionEvents.between(starting, status(inputOf(APP, crash))).get(0);
    crash.getStatus().getContainerStatuses().forEach(c -> c.setRestartCount(9));
    var later = StatusTransitionEvents.between(starting, status(inputOf(APP, crash))).get(0);

    assertThat(later.message()).isNotEqualTo(first.message()).contains("9 restarts");
    assertThat(later.deduplicationKey()).isEqualTo(first.deduplicationKey());
  }

  private static Arguments change(
      String scenario,
      @Nullable PatternedAppStatus old,
      PatternedAppStatus now,
      String... expected) {
    return Arguments.of(scenario, old, now, List.of(expected));
  }

  private static Pod readyPod() {
    return recordedPod("initok");
  }

  private static PatternedAppStatus invalidStatus(String message) {
    return status(
        invalidInput(APP, observedPods(), Problem.error("spec", "Wrong", message.repeat(500))));
  }

  private static PatternedAppStatus statusWithRejectedChild(Reason reason) {
    return status(
        new StatusInput(
            APP,
            List.of(),
            appliedWithProblems(new ChildProblem("Service/web", reason, "no")),
            observedPods()));
  }
}
