package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.api.PatternedAppSpec;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings of kind DaemonSet. */
final class DaemonSetSettings implements SpecCheck {

  private static final String STRATEGY = "spec.workload.daemonSet.updateStrategy";
  private static final String ROLLING = STRATEGY + ".rollingUpdate";
  private static final Set<String> STRATEGIES = Set.of("RollingUpdate", "OnDelete");

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var settings = spec.workload() == null ? null : spec.workload().daemonSet();
    var strategy = settings == null ? null : settings.updateStrategy();
    if (strategy == null) {
      return;
    }
    var rolling = strategy.getRollingUpdate();
    WorkloadMembers.checkRolling(strategy.getType(), STRATEGIES, rolling, STRATEGY, problems);
    if (rolling != null) {
      Counts.check(rolling.getMaxSurge(), ROLLING + ".maxSurge", problems);
      Counts.check(rolling.getMaxUnavailable(), ROLLING + ".maxUnavailable", problems);
      var surges = isSome(rolling.getMaxSurge());
      var isOneUnavailable =
          rolling.getMaxUnavailable() == null || isSome(rolling.getMaxUnavailable());
      problems.errorIf(
          surges && isOneUnavailable,
          ROLLING + ".maxSurge",
          WorkloadMembers.INVALID,
          "a DaemonSet has either maxSurge or maxUnavailable (1 unless written): set"
              + " maxUnavailable: 0, or remove maxSurge");
      problems.errorIf(
          !surges && !isOneUnavailable,
          ROLLING + ".maxUnavailable",
          WorkloadMembers.INVALID,
          "with maxSurge 0 as well, no Pod could ever be replaced: raise one of them");
    }
  }

  private static boolean isSome(@Nullable IntOrString count) {
    return count != null && !Counts.isZero(count);
  }
}
