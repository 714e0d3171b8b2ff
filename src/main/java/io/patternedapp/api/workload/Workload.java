package io.patternedapp.api.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * The workload that runs the Pods. Only the field with the name of the kind may be set, and {@code
 * job} for kind CronJob.
 *
 * @param kind kind of the workload; defaults to Pod
 * @param pod settings for kind Pod
 * @param deployment settings for kind Deployment, as in apps/v1 DeploymentSpec
 * @param statefulSet settings for kind StatefulSet, as in apps/v1 StatefulSetSpec
 * @param daemonSet settings for kind DaemonSet, as in apps/v1 DaemonSetSpec
 * @param job settings for kind Job and for the Jobs of a CronJob, as in batch/v1 JobSpec
 * @param cronJob settings for kind CronJob, as in batch/v1 CronJobSpec
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!has(self.pod) || !has(self.kind) || self.kind == 'Pod'",
    fieldPath = ".pod",
    message =
        "workload.pod is allowed only for kind Pod: remove workload.pod, or set workload.kind:"
            + " Pod")
@ValidationRule(
    value = "!has(self.deployment) || (has(self.kind) && self.kind == 'Deployment')",
    fieldPath = ".deployment",
    message =
        "workload.deployment is allowed only for kind Deployment: remove workload.deployment,"
            + " or set workload.kind: Deployment")
@ValidationRule(
    value = "!has(self.statefulSet) || (has(self.kind) && self.kind == 'StatefulSet')",
    fieldPath = ".statefulSet",
    message =
        "workload.statefulSet is allowed only for kind StatefulSet: remove"
            + " workload.statefulSet, or set workload.kind: StatefulSet")
@ValidationRule(
    value = "!has(self.daemonSet) || (has(self.kind) && self.kind == 'DaemonSet')",
    fieldPath = ".daemonSet",
    message =
        "workload.daemonSet is allowed only for kind DaemonSet: remove workload.daemonSet, or"
            + " set workload.kind: DaemonSet")
@ValidationRule(
    value = "!has(self.job) || (has(self.kind) && self.kind in ['Job', 'CronJob'])",
    fieldPath = ".job",
    message =
        "workload.job is allowed only for kinds Job and CronJob: remove workload.job, or set"
            + " workload.kind: Job")
@ValidationRule(
    value = "!has(self.cronJob) || (has(self.kind) && self.kind == 'CronJob')",
    fieldPath = ".cronJob",
    message =
        "workload.cronJob is allowed only for kind CronJob: remove workload.cronJob, or set"
            + " workload.kind: CronJob")
@ValidationRule(
    value = "!has(self.kind) || self.kind != 'CronJob' || has(self.cronJob)",
    message = "workload.cronJob.schedule is required for kind CronJob: set it")
public record Workload(
    @JsonPropertyDescription(
            "Kind of the workload. Pod (default): the operator manages the Pods itself."
                + " Deployment, StatefulSet, DaemonSet, Job or CronJob: an object of this kind"
                + " manages the Pods.")
        @Nullable WorkloadKind kind,
    @JsonPropertyDescription("Settings for kind Pod.") @Nullable PodWorkload pod,
    @JsonPropertyDescription("Settings for kind Deployment, as in apps/v1 DeploymentSpec.")
        @Nullable DeploymentWorkload deployment,
    @JsonPropertyDescription("Settings for kind StatefulSet, as in apps/v1 StatefulSetSpec.")
        @Nullable StatefulSetWorkload statefulSet,
    @JsonPropertyDescription("Settings for kind DaemonSet, as in apps/v1 DaemonSetSpec.")
        @Nullable DaemonSetWorkload daemonSet,
    @JsonPropertyDescription(
            "Settings for kind Job and for the Jobs of a CronJob, as in batch/v1 JobSpec.")
        @Nullable JobWorkload job,
    @JsonPropertyDescription("Settings for kind CronJob, as in batch/v1 CronJobSpec.")
        @Nullable CronJobWorkload cronJob) {

  /** Returns the kind, or its default. */
  public WorkloadKind kindOrDefault() {
    return kind == null ? WorkloadKind.Pod : kind;
  }
}
