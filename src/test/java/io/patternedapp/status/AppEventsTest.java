package io.patternedapp.status;

import static io.patternedapp.status.Lab.app;
import static io.patternedapp.status.Lab.invalid;
import static io.patternedapp.status.Lab.pods;
import static io.patternedapp.status.Lab.refused;
import static io.patternedapp.status.Lab.reported;
import static io.patternedapp.status.Lab.running;
import static io.patternedapp.status.Lab.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.validate.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AppEventsTest {

  private static final PatternedApp APP =
      app("main: {image: 'nginx:1.27'}, adapters: [{name: metrics, image: i}]");

  static Stream<Arguments> changes() {
    var starting = status(running(APP));
    var probing = status(running(APP, reported("notready")));
    var ready = status(running(APP, readyPod()));
    var crash = status(running(APP, reported("crash")));
    var oom = status(running(APP, reported("oom")));
    var lost = status(running(app("main: {image: i}"), reported("unanswered")));
    var invalid = invalidStatus("taken");
    var otherwise = invalidStatus("missing");
    var conflict = refusedStatus(Reason.NameConflict);
    var quota = refusedStatus(Reason.QuotaExceeded);
    return Stream.of(
        change("a new app", null, starting),
        change("a new app that is Ready", null, ready, "Normal Ready"),
        change("it got Ready", starting, ready, "Normal Ready"),
        change("its probe has not passed yet", starting, probing),
        change("its probe fails", ready, probing, "Warning MainNotReady"),
        change("a roll", ready, starting),
        change("a container crashes at the start", starting, crash, "Warning AdapterNotReady"),
        change("a container crashes later", ready, crash, "Warning AdapterNotReady"),
        change("it crashes again", crash, crash),
        change("another one is in trouble", crash, oom, "Warning MainNotReady"),
        change("it crashes after its probe did not pass", probing, oom, "Warning MainNotReady"),
        change("it recovered", crash, ready, "Normal Ready"),
        change("a node is lost", ready, lost, "Warning PodLost"),
        change("a wrong spec", ready, invalid, "Warning InvalidSpec"),
        change("the same wrong spec", invalid, invalid),
        change("a spec that is wrong otherwise", invalid, otherwise, "Warning InvalidSpec"),
        change("the spec was mended", invalid, ready, "Normal Accepted", "Normal Ready"),
        change("a name is taken", starting, conflict, "Warning NameConflict"),
        change("it is still taken", conflict, conflict),
        change("refused for another reason", conflict, quota, "Warning QuotaExceeded"),
        change("applied at last", conflict, starting, "Normal Applied"),
        change(
            "refused after a wrong spec",
            invalid,
            quota,
            "Normal Accepted",
            "Warning QuotaExceeded"),
        change("a wrong spec after a refusal", quota, invalid, "Warning InvalidSpec"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void tellsOfTransitionsOnly(
      String what,
      @Nullable PatternedAppStatus old,
      PatternedAppStatus now,
      List<String> expected) {
    assertThat(AppEvents.between(old, now))
        .extracting(e -> e.type() + " " + e.reason())
        .containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void messagesFitIntoAnEvent(
      String what,
      @Nullable PatternedAppStatus old,
      PatternedAppStatus now,
      List<String> expected) {
    assertThat(AppEvents.between(old, now))
        .allSatisfy(e -> assertThat(e.message()).isNotBlank().hasSizeLessThanOrEqualTo(1024));
  }

  private static Arguments change(
      String what, @Nullable PatternedAppStatus old, PatternedAppStatus now, String... expected) {
    return Arguments.of(what, old, now, List.of(expected));
  }

  private static Pod readyPod() {
    return reported("initok");
  }

  private static PatternedAppStatus invalidStatus(String message) {
    return status(invalid(APP, pods(), Problem.error("spec", "Wrong", message.repeat(500))));
  }

  private static PatternedAppStatus refusedStatus(Reason reason) {
    return status(
        new Situation(
            APP, List.of(), refused(new ChildProblem("Service/web", reason, "no")), pods()));
  }
}
