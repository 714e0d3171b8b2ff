package io.patternedapp.validate;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.Workload;
import io.patternedapp.api.WorkloadKind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings go with the kind, and replicas with those kinds that have them. */
final class WorkloadMembers implements SpecCheck {

  static final String MISPLACED = "WorkloadFieldMisplaced";
  static final String INVALID = "WorkloadFieldInvalid";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    problems.warningIf(
        !spec.kind().hasReplicas() && spec.replicaCount() != 1,
        "spec.replicas",
        "ReplicasIgnored",
        "a %s does not run a number of replicas, so %d is ignored: remove it",
        spec.kind(),
        spec.replicaCount());
    if (spec.workload() != null) {
      check(spec.kind(), spec.workload(), problems);
    }
  }

  private static void check(WorkloadKind kind, Workload workload, Problems problems) {
    only(kind, WorkloadKind.Pod, workload.pod(), "pod", problems);
    only(kind, WorkloadKind.Deployment, workload.deployment(), "deployment", problems);
    only(kind, WorkloadKind.StatefulSet, workload.statefulSet(), "statefulSet", problems);
    only(kind, WorkloadKind.DaemonSet, workload.daemonSet(), "daemonSet", problems);
    only(kind, WorkloadKind.CronJob, workload.cronJob(), "cronJob", problems);
    problems.errorIf(
        workload.job() != null && !kind.runsToCompletion(),
        "spec.workload.job",
        MISPLACED,
        "workload.job is used only with kinds Job and CronJob: remove it or set workload.kind: Job");
    problems.errorIf(
        kind == WorkloadKind.CronJob && workload.cronJob() == null,
        "spec.workload.cronJob",
        "ScheduleMissing",
        "kind CronJob needs a schedule: add workload.cronJob.schedule");
  }

  private static void only(
      WorkloadKind kind,
      WorkloadKind wanted,
      @Nullable Object settings,
      String member,
      Problems problems) {
    problems.errorIf(
        settings != null && kind != wanted,
        "spec.workload." + member,
        MISPLACED,
        "workload.%s is used only with kind %s: remove it or set workload.kind: %s",
        member,
        wanted,
        wanted);
  }

  /** Reports settings of a rolling update where the type is another. */
  static void checkRolling(
      @Nullable String type,
      Set<String> types,
      @Nullable Object rolling,
      String path,
      Problems problems) {
    Enums.check(type, types, path + ".type", problems);
    problems.errorIf(
        rolling != null && type != null && !type.equals("RollingUpdate"),
        path + ".rollingUpdate",
        MISPLACED,
        "rollingUpdate goes with type RollingUpdate only: remove it, or change the type");
  }
}
