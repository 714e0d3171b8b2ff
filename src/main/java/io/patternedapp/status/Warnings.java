package io.patternedapp.status;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.container.Ambassador;
import io.patternedapp.model.Roles;
import io.patternedapp.model.condition.MessageNormalizer;
import io.patternedapp.validate.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists warnings: valid settings that are probably unintended or that depend on the cluster. */
final class Warnings {

  /** Maximum number of items of {@code status.warnings} in the CRD. */
  private static final int MAX = 100;

  private Warnings() {}

  static List<String> list(PatternedAppSpec spec, List<Problem> problems) {
    var warnings = new ArrayList<String>();
    networkPolicyWarning(spec).ifPresent(warnings::add);
    problems.stream().filter(p -> !p.isError()).map(Problem::toString).forEach(warnings::add);
    return warnings.size() <= MAX ? List.copyOf(warnings) : truncate(warnings);
  }

  private static Optional<String> networkPolicyWarning(PatternedAppSpec spec) {
    return Roles.list(spec).stream()
        .filter(c -> c.container() instanceof Ambassador ambassador && ambassador.isIsolating())
        .findFirst()
        .map(
            c ->
                "%s: the NetworkPolicy that restricts ingress to %s requires a network plugin that"
                        .formatted(c.path(), MessageNormalizer.displayName(c))
                    + " enforces NetworkPolicies");
  }

  private static List<String> truncate(List<String> warnings) {
    var kept = new ArrayList<>(warnings.subList(0, MAX - 1));
    kept.add("and %d more".formatted(warnings.size() - kept.size()));
    return List.copyOf(kept);
  }
}
