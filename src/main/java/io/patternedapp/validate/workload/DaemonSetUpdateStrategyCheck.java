package io.patternedapp.validate.workload;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.problem.Problems;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the update strategy of a DaemonSet. */
public final class DaemonSetUpdateStrategyCheck implements SpecCheck {

  private static final String UPDATE_STRATEGY_PATH = "spec.workload.daemonSet.updateStrategy";
  private static final String ROLLING_UPDATE_PATH = UPDATE_STRATEGY_PATH + ".rollingUpdate";
  private static final Set<String> UPDATE_STRATEGY_TYPES = Set.of("RollingUpdate", "OnDelete");

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var settings = spec.workload() == null ? null : spec.workload().daemonSet();
    var strategy = settings == null ? null : settings.updateStrategy();
    if (strategy == null) {
      return;
    }
    var rolling = strategy.getRollingUpdate();
    WorkloadKindFieldsCheck.checkRollingUpdate(
        strategy.getType(), UPDATE_STRATEGY_TYPES, rolling, UPDATE_STRATEGY_PATH, problems);
    if (rolling != null) {
      IntOrPercent.check(rolling.getMaxSurge(), ROLLING_UPDATE_PATH + ".maxSurge", problems);
      IntOrPercent.check(
          rolling.getMaxUnavailable(), ROLLING_UPDATE_PATH + ".maxUnavailable", problems);
      var allowsSurge = isPositive(rolling.getMaxSurge());
      var allowsUnavailable =
          rolling.getMaxUnavailable() == null || isPositive(rolling.getMaxUnavailable());
      problems.errorIf(
          allowsSurge && allowsUnavailable,
          ROLLING_UPDATE_PATH + ".maxSurge",
          WorkloadKindFieldsCheck.FIELD_INVALID,
          "Invalid value: a DaemonSet uses either maxSurge or maxUnavailable (default 1); set"
              + " maxUnavailable: 0, or remove maxSurge");
      problems.errorIf(
          !allowsSurge && !allowsUnavailable,
          ROLLING_UPDATE_PATH + ".maxUnavailable",
          WorkloadKindFieldsCheck.FIELD_INVALID,
          "Invalid value: must not be 0 when maxSurge is 0, because no Pod could be replaced;"
              + " raise one of them");
    }
  }

  private static boolean isPositive(@Nullable IntOrString count) {
    return count != null && !IntOrPercent.isZero(count);
  }
}
