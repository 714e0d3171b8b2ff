package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.LastUpdate;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.validate.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Apps and Pods to make statuses from. */
final class Lab {

  static final Clock CLOCK = at("2026-11-24T03:24:05.678Z");
  static final Clock LATER = at("2026-11-24T03:31:00Z");
  static final Applied CLEAN = new Applied(List.of(), true, null, null);

  private static final List<Pod> PODS = loadPods();

  private Lab() {}

  static Clock at(String instant) {
    return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
  }

  /** An app called web in namespace shop with that spec, written as YAML flow. */
  static PatternedApp app(String spec) {
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

  /** The Pod of that name among those that a kubelet reported. */
  static Pod reported(String name) {
    return PODS.stream()
        .filter(pod -> pod.getMetadata().getName().equals(name))
        .findFirst()
        .map(pod -> new PodBuilder(pod).build())
        .orElseThrow();
  }

  /** The same, as the app's Pod of another name. */
  static Pod reported(String name, String as) {
    return new PodBuilder(reported(name)).editMetadata().withName(as).endMetadata().build();
  }

  static Pod beingDeleted(Pod pod, String since) {
    return new PodBuilder(pod).editMetadata().withDeletionTimestamp(since).endMetadata().build();
  }

  static Observed pods(Pod... pods) {
    return new Observed(Arrays.asList(pods), null, null);
  }

  static Situation running(PatternedApp app, Pod... pods) {
    return new Situation(app, List.of(), CLEAN, pods(pods));
  }

  static Applied refused(ChildProblem... problems) {
    return new Applied(List.of(problems), true, null, null);
  }

  static Applied rolling(String plan, String reason, @Nullable String waitingFor) {
    return new Applied(List.of(), false, LastUpdate.begun(plan, reason), waitingFor);
  }

  static Situation invalid(PatternedApp app, Observed observed, Problem... problems) {
    return new Situation(app, Arrays.asList(problems), null, observed);
  }

  static PatternedAppStatus status(Situation situation) {
    return AppStatus.of(situation, CLOCK);
  }

  static PatternedApp with(PatternedApp app, PatternedAppStatus status) {
    var copy = Serialization.clone(app);
    copy.setStatus(Serialization.unmarshal(Serialization.asJson(status), PatternedAppStatus.class));
    return copy;
  }

  static String reason(PatternedAppStatus status, String type) {
    return status.condition(type).orElseThrow().getReason();
  }

  static String message(PatternedAppStatus status, String type) {
    return status.condition(type).orElseThrow().getMessage();
  }

  private static List<Pod> loadPods() {
    try (var in = Lab.class.getResourceAsStream("pods.yaml")) {
      return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^---$"))
          .skip(1)
          .map(text -> Serialization.unmarshal(text, Pod.class))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
