package io.patternedapp.status;

import io.patternedapp.api.PatternedApp;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether the children are as wanted; else the API server's own words, and what to do. */
final class AppliedCondition {

  private AppliedCondition() {}

  static Verdict of(PatternedApp app, boolean valid, @Nullable Applied applied) {
    if (!valid) {
      return Verdict.no(
          AcceptedCondition.INVALID_SPEC,
          "the spec is not valid: the children are left as they are");
    }
    if (applied == null) {
      return Verdict.unknown("Pending", "the children were not looked at yet");
    }
    if (applied.problems().isEmpty()) {
      return Verdict.yes("AsWanted", "all children are as wanted");
    }
    return Verdict.no(
        applied.problems().get(0).reason(),
        applied.problems().stream()
            .map(problem -> explain(app, problem))
            .collect(Collectors.joining("\n")));
  }

  static String explain(PatternedApp app, ChildProblem problem) {
    var advice = advice(app, problem);
    return problem.child()
        + ": "
        + problem.message()
        + (advice.isEmpty() ? "" : (problem.message().endsWith(".") ? " " : ". ") + advice);
  }

  private static String advice(PatternedApp app, ChildProblem problem) {
    return switch (problem.reason()) {
      case ChildProblem.NAME_CONFLICT -> handOver(app, problem.child());
      case ChildProblem.POD_MONITOR_CRD_MISSING ->
          "Install the Prometheus operator or its CRDs: it is made within five minutes of that. Or"
              + " choose another metrics.monitor";
      case ChildProblem.JOB_NEEDS_REPLACING ->
          "Set workload.job.onChange: Replace, or delete it: kubectl delete job -n %s %s"
              .formatted(app.getMetadata().getNamespace(), app.getMetadata().getName());
      case ChildProblem.STATEFUL_SET_NEEDS_REPLACING ->
          "Take the change back, or have it made anew under its Pods and claims, which stay: kubectl delete statefulset -n %s %s --cascade=orphan"
              .formatted(app.getMetadata().getNamespace(), app.getMetadata().getName());
      case ChildProblem.INVALID -> "Mend what it names in the spec";
      case ChildProblem.QUOTA_EXCEEDED ->
          "Raise the ResourceQuota of namespace %s, or ask for less"
              .formatted(app.getMetadata().getNamespace());
      case ChildProblem.FORBIDDEN ->
          problem.message().contains("PodSecurity")
              ? "Set spec.security: Restricted, or what it names in securityContext"
              : "Allow it to the operator's ServiceAccount, or change what refuses it";
      default -> "";
    };
  }

  private static String handOver(PatternedApp app, String child) {
    var name = app.getMetadata().getName();
    return "To hand it over, provided that no controller has it: kubectl annotate -n %s %s %s/adopt=%s. Else %s"
        .formatted(
            app.getMetadata().getNamespace(),
            child.toLowerCase(Locale.ROOT),
            PatternedApp.GROUP,
            name,
            child.startsWith("Service/")
                ? "give the Service another name (spec.service.name), or rename the app"
                : "rename the app");
  }
}
