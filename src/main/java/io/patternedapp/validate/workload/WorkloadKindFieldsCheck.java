package io.patternedapp.validate.workload;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.workload.Workload;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.AllowedValues;
import io.patternedapp.validate.problem.Problems;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings go with the kind, and replicas with those kinds that have them. */
public final class WorkloadKindFieldsCheck implements SpecCheck {

  static final String FIELD_MISPLACED = "WorkloadFieldMisplaced";
  static final String FIELD_INVALID = "WorkloadFieldInvalid";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    problems.warningIf(
        !spec.workloadKind().hasReplicas() && spec.replicaCount() != 1,
        "spec.replicas",
        "ReplicasIgnored",
        "a %s does not run a number of replicas, so %d is ignored: remove it",
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
        "workload.job is used only with kinds Job and CronJob: remove it or set workload.kind: Job");
    problems.errorIf(
        kind == WorkloadKind.CronJob && workload.cronJob() == null,
        "spec.workload.cronJob",
        "ScheduleMissing",
        "kind CronJob needs a schedule: add workload.cronJob.schedule");
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
        "workload.%s is used only with kind %s: remove it or set workload.kind: %s",
        member,
        expectedKind,
        expectedKind);
  }

  /** Reports settings of a rolling update where the type is another. */
  static void checkRollingUpdate(
      @Nullable String type,
      Set<String> types,
      @Nullable Object rollingUpdate,
      String path,
      Problems problems) {
    AllowedValues.check(type, types, path + ".type", problems);
    problems.errorIf(
        rollingUpdate != null && type != null && !type.equals("RollingUpdate"),
        path + ".rollingUpdate",
        FIELD_MISPLACED,
        "rollingUpdate goes with type RollingUpdate only: remove it, or change the type");
  }
}
