package io.patternedapp.expand.workload;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategyBuilder;
import io.patternedapp.expand.normalize.KubernetesModelConverter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Generates update strategies with the defaults of the API server set explicitly. Defaults that the
 * API server sets have no field owner. They would remain after a change to another strategy type,
 * for which the API server rejects them. See SetDefaults_Deployment and SetDefaults_StatefulSet in
 * k8s.io/kubernetes pkg/apis/apps/v1/defaults.go.
 */
final class UpdateStrategyDefaults {

  private static final IntOrString DEFAULT_SURGE_AND_UNAVAILABLE = new IntOrString("25%");

  private UpdateStrategyDefaults() {}

  static DeploymentStrategy forDeployment(@Nullable DeploymentStrategy written) {
    var nonEmpty = KubernetesModelConverter.convertNonEmpty(written, DeploymentStrategy.class);
    var strategy = nonEmpty == null ? new DeploymentStrategy() : nonEmpty;
    if ("Recreate".equals(strategy.getType())) {
      return strategy;
    }
    var rolling =
        Objects.requireNonNullElseGet(strategy.getRollingUpdate(), RollingUpdateDeployment::new);
    return new DeploymentStrategyBuilder(strategy)
        .withNewRollingUpdate()
        .withMaxSurge(
            Objects.requireNonNullElse(rolling.getMaxSurge(), DEFAULT_SURGE_AND_UNAVAILABLE))
        .withMaxUnavailable(
            Objects.requireNonNullElse(rolling.getMaxUnavailable(), DEFAULT_SURGE_AND_UNAVAILABLE))
        .endRollingUpdate()
        .build();
  }

  static StatefulSetUpdateStrategy forStatefulSet(@Nullable StatefulSetUpdateStrategy written) {
    var nonEmpty =
        KubernetesModelConverter.convertNonEmpty(written, StatefulSetUpdateStrategy.class);
    var strategy = nonEmpty == null ? new StatefulSetUpdateStrategy() : nonEmpty;
    if ("OnDelete".equals(strategy.getType())) {
      return strategy;
    }
    var rolling = strategy.getRollingUpdate();
    var partition = rolling == null ? null : rolling.getPartition();
    return new StatefulSetUpdateStrategyBuilder(strategy)
        .editOrNewRollingUpdate()
        .withPartition(Objects.requireNonNullElse(partition, 0))
        .endRollingUpdate()
        .build();
  }
}
