package io.patternedapp.status;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.container.Ambassador;
import io.patternedapp.model.Roles;
import io.patternedapp.model.condition.MessageFormatter;
import io.patternedapp.validate.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is allowed but probably not meant, and what the operator cannot promise. */
final class Warnings {

  /** The bound of the list in the CRD. */
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
                "%s: the NetworkPolicy that lets clients in only through %s works only where the"
                        .formatted(c.path(), MessageFormatter.displayName(c))
                    + " cluster's network plugin enforces NetworkPolicy");
  }

  private static List<String> truncate(List<String> warnings) {
    var kept = new ArrayList<>(warnings.subList(0, MAX - 1));
    kept.add("and %d more".formatted(warnings.size() - kept.size()));
    return List.copyOf(kept);
  }
}
