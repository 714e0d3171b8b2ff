package io.patternedapp.expand.workload;

import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.metadata.ChildMetadataBuilder;
import java.util.Optional;

/** Generates the PodDisruptionBudget. */
public final class DisruptionBudgetGenerator {

  /** A Pod that is not ready receives no traffic, and its protection would block node drains. */
  private static final String ALWAYS_ALLOW = "AlwaysAllow";

  private DisruptionBudgetGenerator() {}

  public static Optional<PodDisruptionBudget> generate(PatternedApp app) {
    return Optional.ofNullable(app.getSpec().disruptionBudget())
        .map(
            budget ->
                new PodDisruptionBudgetBuilder()
                    .withMetadata(ChildMetadataBuilder.build(app, app.getMetadata().getName()))
                    .withNewSpec()
                    .withMinAvailable(budget.minAvailable())
                    .withMaxUnavailable(budget.maxUnavailable())
                    .withNewSelector()
                    .withMatchLabels(ChildMetadataBuilder.selector(app))
                    .endSelector()
                    .withUnhealthyPodEvictionPolicy(ALWAYS_ALLOW)
                    .endSpec()
                    .build());
  }
}
