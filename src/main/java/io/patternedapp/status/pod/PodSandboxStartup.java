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
 * Detects scheduled Pods whose volumes or network are not ready, so that no container can start.
 * The kubelet reports the cause in Events only; the spec names the objects that the volumes
 * require.
 */
public final class PodSandboxStartup {

  /** More than mounting existing objects takes. Images are pulled later. */
  public static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(60);

  private PodSandboxStartup() {}

  /** Returns since when a scheduled Pod is not ready to start containers; empty if it is. */
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

  /** Formats the message for an overdue Pod. */
  static String describe(Pod pod) {
    return ("Pod %1$s is scheduled, but its volumes or network are not ready; run: kubectl"
            + " describe pod %1$s")
        .formatted(PodStatusReader.name(pod));
  }

  /** Formats the objects that the volumes require, for a check; empty if there are none. */
  public static String requiredObjectsHint(PatternedAppSpec spec) {
    var names =
        spec.volumes().stream()
            .flatMap(PodSandboxStartup::requiredObjects)
            .distinct()
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : ". Check that these objects exist: %s".formatted(names);
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
