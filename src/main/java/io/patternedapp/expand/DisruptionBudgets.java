package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.patternedapp.api.PatternedApp;
import java.util.Optional;

/** Keeps voluntary disruptions from taking too many Pods at a time. */
final class DisruptionBudgets {

  /** A Pod that is not Ready serves nobody, and keeping it would block the drain of its node. */
  private static final String UNHEALTHY_MAY_GO = "AlwaysAllow";

  private DisruptionBudgets() {}

  static Optional<PodDisruptionBudget> of(PatternedApp app) {
    return Optional.ofNullable(app.getSpec().disruptionBudget())
        .map(
            budget ->
                new PodDisruptionBudgetBuilder()
                    .withMetadata(ChildMeta.of(app, app.getMetadata().getName()))
                    .withNewSpec()
                    .withMinAvailable(budget.minAvailable())
                    .withMaxUnavailable(budget.maxUnavailable())
                    .withNewSelector()
                    .withMatchLabels(ChildMeta.selector(app))
                    .endSelector()
                    .withUnhealthyPodEvictionPolicy(UNHEALTHY_MAY_GO)
                    .endSpec()
                    .build());
  }
}
