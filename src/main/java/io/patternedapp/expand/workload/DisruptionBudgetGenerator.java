package io.patternedapp.expand.workload;

import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.metadata.ChildMetadata;
import java.util.Optional;

/** Keeps voluntary disruptions from taking too many Pods at a time. */
public final class DisruptionBudgetGenerator {

  /** A Pod that is not Ready serves nobody, and keeping it would block the drain of its node. */
  private static final String ALWAYS_ALLOW = "AlwaysAllow";

  private DisruptionBudgetGenerator() {}

  public static Optional<PodDisruptionBudget> generate(PatternedApp app) {
    return Optional.ofNullable(app.getSpec().disruptionBudget())
        .map(
            budget ->
                new PodDisruptionBudgetBuilder()
                    .withMetadata(ChildMetadata.build(app, app.getMetadata().getName()))
                    .withNewSpec()
                    .withMinAvailable(budget.minAvailable())
                    .withMaxUnavailable(budget.maxUnavailable())
                    .withNewSelector()
                    .withMatchLabels(ChildMetadata.selector(app))
                    .endSelector()
                    .withUnhealthyPodEvictionPolicy(ALWAYS_ALLOW)
                    .endSpec()
                    .build());
  }
}
