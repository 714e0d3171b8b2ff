package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.patternedapp.api.PatternedAppSpec;
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
final class StartingPods {

  /** Longer than it takes to mount what is there; images are pulled later. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private StartingPods() {}

  /** Since when it is on its node without being ready to start containers. */
  static Optional<Instant> since(Pod pod) {
    return Pods.isBeingDeleted(pod)
            || !Pods.isPending(pod)
            || Pods.condition(pod, "PodReadyToStartContainers")
                .filter(c -> Verdict.FALSE.equals(c.getStatus()))
                .isEmpty()
        ? Optional.empty()
        : Pods.condition(pod, "PodScheduled")
            .filter(c -> Verdict.TRUE.equals(c.getStatus()))
            .map(PodCondition::getLastTransitionTime)
            .map(Instant::parse);
  }

  static boolean isOverdue(Pod pod, Clock clock) {
    return since(pod).filter(at -> !clock.instant().isBefore(at.plus(PATIENCE))).isPresent();
  }

  /** What is wrong with a Pod that is overdue, and what to look at. */
  static String describe(Pod pod) {
    return ("Pod %1$s is on its node, but its volumes or its network do not get ready: the Events"
            + " of kubectl describe pod %1$s show why")
        .formatted(Pods.name(pod));
  }

  /** The objects that the app's volumes cannot do without, as a question; else nothing. */
  static String needs(PatternedAppSpec spec) {
    var names =
        spec.volumes().stream()
            .flatMap(StartingPods::needs)
            .distinct()
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : ". Its volumes need %s: is that there?".formatted(names);
  }

  private static Stream<String> needs(Volume volume) {
    if (volume.getPersistentVolumeClaim() != null) {
      return Stream.of(
          named("PersistentVolumeClaim", volume.getPersistentVolumeClaim().getClaimName()));
    }
    if (volume.getProjected() != null) {
      return volume.getProjected().getSources().stream().flatMap(StartingPods::needs);
    }
    return Stream.concat(needs(volume.getConfigMap()), needs(volume.getSecret()));
  }

  private static Stream<String> needs(VolumeProjection source) {
    var map = source.getConfigMap();
    var secret = source.getSecret();
    return Stream.concat(
        map == null || Boolean.TRUE.equals(map.getOptional())
            ? Stream.of()
            : Stream.of(named("ConfigMap", map.getName())),
        secret == null || Boolean.TRUE.equals(secret.getOptional())
            ? Stream.of()
            : Stream.of(named("Secret", secret.getName())));
  }

  private static Stream<String> needs(@Nullable ConfigMapVolumeSource map) {
    return map == null || Boolean.TRUE.equals(map.getOptional())
        ? Stream.of()
        : Stream.of(named("ConfigMap", map.getName()));
  }

  private static Stream<String> needs(@Nullable SecretVolumeSource secret) {
    return secret == null || Boolean.TRUE.equals(secret.getOptional())
        ? Stream.of()
        : Stream.of(named("Secret", secret.getSecretName()));
  }

  private static String named(String kind, String name) {
    return "%s \"%s\"".formatted(kind, name);
  }
}
