package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategyBuilder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How Deployments and StatefulSets roll, with the API server's defaults written out. Those that it
 * fills in itself belong to nobody, so they would stay when the author turns to a strategy beside
 * which it refuses them. See SetDefaults_Deployment and SetDefaults_StatefulSet in
 * k8s.io/kubernetes pkg/apis/apps/v1/defaults.go.
 */
final class UpdateStrategies {

  private static final IntOrString QUARTER = new IntOrString("25%");

  private UpdateStrategies() {}

  static DeploymentStrategy deployment(@Nullable DeploymentStrategy written) {
    var said = ModelCopy.ofSaid(written, DeploymentStrategy.class);
    var strategy = said == null ? new DeploymentStrategy() : said;
    if ("Recreate".equals(strategy.getType())) {
      return strategy;
    }
    var rolling =
        Objects.requireNonNullElseGet(strategy.getRollingUpdate(), RollingUpdateDeployment::new);
    return new DeploymentStrategyBuilder(strategy)
        .withNewRollingUpdate()
        .withMaxSurge(Objects.requireNonNullElse(rolling.getMaxSurge(), QUARTER))
        .withMaxUnavailable(Objects.requireNonNullElse(rolling.getMaxUnavailable(), QUARTER))
        .endRollingUpdate()
        .build();
  }

  static StatefulSetUpdateStrategy statefulSet(@Nullable StatefulSetUpdateStrategy written) {
    var said = ModelCopy.ofSaid(written, StatefulSetUpdateStrategy.class);
    var strategy = said == null ? new StatefulSetUpdateStrategy() : said;
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
