package io.patternedapp.status;

import io.patternedapp.api.PatternedApp;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether the children are as wanted; else the API server's own words, and what to do. */
final class AppliedCondition {

  private AppliedCondition() {}

  static Verdict of(PatternedApp app, boolean valid, @Nullable Applied applied) {
    if (!valid) {
      return Verdict.no(
          Reason.InvalidSpec, "the spec is not valid: the children are left as they are");
    }
    if (applied == null) {
      return Verdict.unknown(Reason.Pending, "the children were not looked at yet");
    }
    if (applied.problems().isEmpty()) {
      return Verdict.yes(Reason.AsWanted, "all children are as wanted");
    }
    return Verdict.no(
        applied.problems().get(0).reason(),
        applied.problems().stream()
            .map(problem -> explain(app, problem))
            .collect(Collectors.joining("\n")));
  }

  static String explain(PatternedApp app, ChildProblem problem) {
    return problem.child()
        + ": "
        + Advice.after(problem.message(), Advice.on(app, problem.reason(), problem.child()));
  }
}
