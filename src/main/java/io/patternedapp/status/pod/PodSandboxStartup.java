package io.patternedapp.status.pod;

import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.workload.PodStatusReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pods on a node whose volumes or network are not ready, so that no container can start. The
 * kubelet tells why in Events only; what has to be there is known from the spec.
 */
public final class PodSandboxStartup {

  /** Longer than it takes to mount what is there; images are pulled later. */
  public static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(60);

  private PodSandboxStartup() {}

  /** Since when it is on its node without being ready to start containers. */
  public static Optional<Instant> pendingSince(Pod pod) {
    return PodStatusReader.isTerminating(pod)
            || !PodStatusReader.isPending(pod)
            || PodStatusReader.condition(pod, "PodReadyToStartContainers")
                .filter(c -> ConditionState.FALSE.equals(c.getStatus()))
                .isEmpty()
        ? Optional.empty()
        : PodStatusReader.condition(pod, "PodScheduled")
            .filter(c -> ConditionState.TRUE.equals(c.getStatus()))
            .map(PodCondition::getLastTransitionTime)
            .map(Instant::parse);
  }

  static boolean isOverdue(Pod pod, Clock clock) {
    return pendingSince(pod)
        .filter(at -> !clock.instant().isBefore(at.plus(STARTUP_TIMEOUT)))
        .isPresent();
  }

  /** What is wrong with a Pod that is overdue, and what to look at. */
  static String describe(Pod pod) {
    return ("Pod %1$s is on its node, but its volumes or its network do not get ready: the Events"
            + " of kubectl describe pod %1$s show why")
        .formatted(PodStatusReader.name(pod));
  }

  /** The objects that the app's volumes cannot do without, as a question; else nothing. */
  public static String requiredObjectsHint(PatternedAppSpec spec) {
    var names =
        spec.volumes().stream()
            .flatMap(PodSandboxStartup::requiredObjects)
            .distinct()
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : ". Its volumes need %s: is that there?".formatted(names);
  }

  private static Stream<String> requiredObjects(Volume volume) {
    if (volume.getPersistentVolumeClaim() != null) {
      return Stream.of(
          quoteObject("PersistentVolumeClaim", volume.getPersistentVolumeClaim().getClaimName()));
    }
    if (volume.getProjected() != null) {
      return volume.getProjected().getSources().stream()
          .flatMap(PodSandboxStartup::requiredObjects);
    }
    return Stream.concat(
        requiredObjects(volume.getConfigMap()), requiredObjects(volume.getSecret()));
  }

  private static Stream<String> requiredObjects(VolumeProjection source) {
    var map = source.getConfigMap();
    var secret = source.getSecret();
    return Stream.concat(
        map == null || Boolean.TRUE.equals(map.getOptional())
            ? Stream.of()
            : Stream.of(quoteObject("ConfigMap", map.getName())),
        secret == null || Boolean.TRUE.equals(secret.getOptional())
            ? Stream.of()
            : Stream.of(quoteObject("Secret", secret.getName())));
  }

  private static Stream<String> requiredObjects(@Nullable ConfigMapVolumeSource map) {
    return map == null || Boolean.TRUE.equals(map.getOptional())
        ? Stream.of()
        : Stream.of(quoteObject("ConfigMap", map.getName()));
  }

  private static Stream<String> requiredObjects(@Nullable SecretVolumeSource secret) {
    return secret == null || Boolean.TRUE.equals(secret.getOptional())
        ? Stream.of()
        : Stream.of(quoteObject("Secret", secret.getSecretName()));
  }

  private static String quoteObject(String kind, String name) {
    return "%s \"%s\"".formatted(kind, name);
  }
}
