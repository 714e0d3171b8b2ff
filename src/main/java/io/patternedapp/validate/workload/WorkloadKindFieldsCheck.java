package io.patternedapp.validate.workload;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.workload.Workload;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.EnumValueRules;
import io.patternedapp.validate.problem.Problems;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that replicas and the settings in {@code spec.workload} match the workload kind. */
public final class WorkloadKindFieldsCheck implements SpecCheck {

  static final String FIELD_MISPLACED = "WorkloadFieldMisplaced";
  static final String FIELD_INVALID = "WorkloadFieldInvalid";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    problems.warningIf(
        !spec.workloadKind().hasReplicas() && spec.replicaCount() != 1,
        "spec.replicas",
        "ReplicasIgnored",
        "a %s does not use replicas, so %d is ignored: remove it",
        spec.workloadKind(),
        spec.replicaCount());
    if (spec.workload() != null) {
      check(spec.workloadKind(), spec.workload(), problems);
    }
  }

  private static void check(WorkloadKind kind, Workload workload, Problems problems) {
    requireKind(kind, WorkloadKind.Pod, workload.pod(), "pod", problems);
    requireKind(kind, WorkloadKind.Deployment, workload.deployment(), "deployment", problems);
    requireKind(kind, WorkloadKind.StatefulSet, workload.statefulSet(), "statefulSet", problems);
    requireKind(kind, WorkloadKind.DaemonSet, workload.daemonSet(), "daemonSet", problems);
    requireKind(kind, WorkloadKind.CronJob, workload.cronJob(), "cronJob", problems);
    problems.errorIf(
        workload.job() != null && !kind.runsToCompletion(),
        "spec.workload.job",
        FIELD_MISPLACED,
        "Forbidden: workload.job requires kind Job or CronJob; remove it, or set workload.kind:"
            + " Job");
    problems.errorIf(
        kind == WorkloadKind.CronJob && workload.cronJob() == null,
        "spec.workload.cronJob",
        "ScheduleMissing",
        "Required value: kind CronJob requires a schedule; set workload.cronJob.schedule");
  }

  private static void requireKind(
      WorkloadKind kind,
      WorkloadKind expectedKind,
      @Nullable Object settings,
      String member,
      Problems problems) {
    problems.errorIf(
        settings != null && kind != expectedKind,
        "spec.workload." + member,
        FIELD_MISPLACED,
        "Forbidden: workload.%s requires kind %s; remove it, or set workload.kind: %s",
        member,
        expectedKind,
        expectedKind);
  }

  /** Checks the type of an update strategy, and that only type RollingUpdate has rollingUpdate. */
  static void checkRollingUpdate(
      @Nullable String type,
      Set<String> types,
      @Nullable Object rollingUpdate,
      String path,
      Problems problems) {
    EnumValueRules.check(type, types, path + ".type", problems);
    problems.errorIf(
        rollingUpdate != null
            && type != null
            && types.contains(type)
            && !type.equals("RollingUpdate"),
        path + ".rollingUpdate",
        FIELD_MISPLACED,
        "Forbidden: may only be set when type is RollingUpdate; remove it, or change the type");
  }
}
