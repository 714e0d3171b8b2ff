package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.api.status.LastUpdate;
import io.patternedapp.model.result.ApplySummary;
import io.patternedapp.model.result.ChildProblem;
import io.patternedapp.status.input.ObservedState;
import io.patternedapp.status.input.StatusInput;
import io.patternedapp.validate.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Apps and Pods as input of statuses. */
public final class StatusFixture {

  static final Clock CLOCK = clockAt("2026-11-24T03:24:05.678Z");
  public static final Clock LATER_CLOCK = clockAt("2026-11-24T03:31:00Z");
  static final ApplySummary APPLIED_CLEANLY = new ApplySummary(List.of(), true, null, null);

  private static final List<Pod> RECORDED_PODS = loadPods();

  private StatusFixture() {}

  public static Clock clockAt(String instant) {
    return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
  }

  /** Returns app web in namespace shop with a spec in YAML flow style. */
  public static PatternedApp app(String spec) {
    return Serialization.unmarshal(
        """
        apiVersion: patternedapp.io/v1alpha1
        kind: PatternedApp
        metadata: {name: web, namespace: shop, generation: 3}
        spec: {%s}
        """
            .formatted(spec),
        PatternedApp.class);
  }

  /** Returns a Pod whose status a real kubelet reported. */
  public static Pod recordedPod(String name) {
    return RECORDED_PODS.stream()
        .filter(pod -> pod.getMetadata().getName().equals(name))
        .findFirst()
        .map(pod -> new PodBuilder(pod).build())
        .orElseThrow();
  }

  /** Returns a recorded Pod under another name. */
  public static Pod recordedPod(String name, String newName) {
    return new PodBuilder(recordedPod(name)).editMetadata().withName(newName).endMetadata().build();
  }

  public static Pod terminating(Pod pod, String since) {
    return new PodBuilder(pod).editMetadata().withDeletionTimestamp(since).endMetadata().build();
  }

  public static ObservedState observedPods(Pod... pods) {
    return new ObservedState(Arrays.asList(pods), null, null);
  }

  public static StatusInput inputOf(PatternedApp app, Pod... pods) {
    return new StatusInput(app, List.of(), APPLIED_CLEANLY, observedPods(pods));
  }

  public static ApplySummary appliedWithProblems(ChildProblem... problems) {
    return new ApplySummary(List.of(problems), true, null, null);
  }

  public static ApplySummary appliedDuringRollout(
      String plan, String reason, @Nullable String waitingFor) {
    return new ApplySummary(List.of(), false, LastUpdate.started(plan, reason), waitingFor);
  }

  public static StatusInput invalidInput(
      PatternedApp app, ObservedState observed, Problem... problems) {
    return new StatusInput(app, Arrays.asList(problems), null, observed);
  }

  public static PatternedAppStatus status(StatusInput input) {
    return AppStatusGenerator.generate(input, CLOCK);
  }

  static PatternedApp withStatus(PatternedApp app, PatternedAppStatus status) {
    var copy = Serialization.clone(app);
    copy.setStatus(Serialization.unmarshal(Serialization.asJson(status), PatternedAppStatus.class));
    return copy;
  }

  public static String reason(PatternedAppStatus status, String type) {
    return status.condition(type).orElseThrow().getReason();
  }

  public static String message(PatternedAppStatus status, String type) {
    return status.condition(type).orElseThrow().getMessage();
  }

  private static List<Pod> loadPods() {
    try (var in = StatusFixture.class.getResourceAsStream("pods.yaml")) {
      return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^---$"))
          .skip(1)
          .map(text -> Serialization.unmarshal(text, Pod.class))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
