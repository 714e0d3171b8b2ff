package io.patternedapp.validate.workload;

import io.patternedapp.validate.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of each workload kind. */
class WorkloadKindChecksTest {

  private static final String STATEFUL_SET = "workload: {kind: StatefulSet, statefulSet: {%s}}";
  private static final String CLAIMS = STATEFUL_SET.formatted("volumeClaimTemplates: [%s]");
  private static final String CLAIM =
      "{metadata: {name: %s}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}";
  private static final String DAEMON_SET = "workload: {kind: DaemonSet, daemonSet: {%s}}";
  private static final String JOB = "workload: {kind: Job, job: {%s}}";
  private static final String CRON_JOB = "workload: {kind: CronJob, cronJob: {schedule: '%s'}}";

  @ParameterizedTest
  @ValueSource(strings = {"statefulSet", "daemonSet", "job", "cronJob"})
  void settingsOfAnotherWorkloadKindAreRejected(String member) {
    Findings.in("workload: {%s: {}}".formatted(member))
        .are(
            member.equals("cronJob")
                ? new String[] {
                  "spec.workload.cronJob WorkloadFieldMisplaced",
                  "spec.workload.cronJob.schedule ScheduleInvalid"
                }
                : new String[] {"spec.workload." + member + " WorkloadFieldMisplaced"});
  }

  @Test
  void jobSettingsAreAcceptedForCronJobs() {
    Findings.in("workload: {kind: CronJob, cronJob: {schedule: '@daily'}, job: {backoffLimit: 1}}")
        .none();
  }

  @Test
  void cronJobRequiresAValidSchedule() {
    Findings.in("workload: {kind: CronJob}").are("spec.workload.cronJob ScheduleMissing");
    Findings.in(CRON_JOB.formatted("every day"))
        .are("spec.workload.cronJob.schedule ScheduleInvalid")
        .saying("must have five fields");
    Findings.in(CRON_JOB.formatted("TZ=UTC 0 0 * * *")).saying("set it in timeZone");
    Findings.in(CRON_JOB.formatted("0 0 * * *")).none();
  }

  @ParameterizedTest
  @CsvSource({"Europe/Berlin, true", "Etc/UTC, true", "UTC, true", "EST, true"})
  void knownCronJobTimeZonesAreAccepted(String zone) {
    Findings.in(
            "workload: {kind: CronJob, cronJob: {schedule: '@daily', timeZone: %s}}"
                .formatted(zone))
        .none();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Local", "Mars/Olympus", "UTC+1", "''"})
  void unknownCronJobTimeZonesAreRejected(String zone) {
    Findings.in(
            "workload: {kind: CronJob, cronJob: {schedule: '@daily', timeZone: %s}}"
                .formatted(zone))
        .are("spec.workload.cronJob.timeZone TimeZoneUnknown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{kind: DaemonSet}",
        "{kind: Job}",
        "{kind: CronJob, cronJob: {schedule: '@daily'}}"
      })
  void replicasOtherThanOneAreAWarningForDaemonSetJobAndCronJob(String workload) {
    Findings.in("replicas: 2, workload: %s".formatted(workload).replace(", w", "\nw"))
        .are("warning spec.replicas ReplicasIgnored");
    Findings.in("replicas: 1\nworkload: " + workload).none();
  }

  @ParameterizedTest
  @CsvSource({
    "Pod, Always, true",
    "Pod, Never, true",
    "Pod, OnFailure, true",
    "Deployment, Always, true",
    "Deployment, Never, false",
    "StatefulSet, Always, true",
    "StatefulSet, OnFailure, false",
    "DaemonSet, Always, true",
    "DaemonSet, Never, false",
    "Job, Always, false",
    "Job, Never, true",
    "Job, OnFailure, true",
  })
  void podRestartPolicyMustFitTheWorkloadKind(String kind, String policy, boolean fits) {
    var found =
        Findings.in("workload: {kind: %s}\npod: {restartPolicy: %s}".formatted(kind, policy));
    if (fits) {
      found.none();
    } else {
      found.are("spec.pod.restartPolicy PodFieldMisplaced");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Pod, true",
    "Job, true",
    "Deployment, false",
    "StatefulSet, false",
    "DaemonSet, false"
  })
  void activeDeadlineSecondsMustFitTheWorkloadKind(String kind, boolean fits) {
    var found =
        Findings.in("workload: {kind: %s}\npod: {activeDeadlineSeconds: 9}".formatted(kind));
    if (fits) {
      found.none();
    } else {
      found.are("spec.pod.activeDeadlineSeconds PodFieldMisplaced");
    }
  }

  @Test
  void regularHelperInAJobIsRejected() {
    var helpers = "adapters: [{name: a%s}]\nsidecars: [{name: b}]\n";
    Findings.in(helpers.formatted("") + "workload: {kind: Job}").none();
    Findings.in(helpers.formatted(", mode: Regular") + "workload: {kind: Job}")
        .are("spec.adapters[0].mode RegularInJob");
    Findings.in(helpers.formatted(", mode: Regular")).none();
  }

  @Test
  void volumeClaimTemplatesCountAsDeclaredVolumes() {
    var mounted = "\nmain: {volumeMounts: [{name: data, mountPath: /data}]}";
    Findings.in(CLAIMS.formatted(CLAIM.formatted("data")) + mounted).none();
    Findings.in(CLAIMS.formatted(CLAIM.formatted("date")) + mounted)
        .are("spec.main.volumeMounts[0].name VolumeUndeclared")
        .saying("did you mean \"date\"?");
  }

  @Test
  void volumeClaimTemplateNameMustBeValidAndUnique() {
    var name = "spec.workload.statefulSet.volumeClaimTemplates[%d].metadata.name %s";
    Findings.in(CLAIMS.formatted(CLAIM.formatted("data")) + "\nvolumes: [{name: data}]")
        .are(name.formatted(0, "VolumeNameTaken"));
    Findings.in(CLAIMS.formatted(CLAIM.formatted("data") + ", " + CLAIM.formatted("data")))
        .are(name.formatted(1, "VolumeNameTaken"));
    Findings.in(CLAIMS.formatted(CLAIM.formatted("Data")))
        .are(name.formatted(0, "VolumeNameInvalid"));
    Findings.in(CLAIMS.formatted(CLAIM.formatted("files-a")))
        .are(name.formatted(0, "VolumeNameReserved"));
  }

  @Test
  void volumeClaimTemplateRequiresAccessModesAndStorage() {
    var path = "spec.workload.statefulSet.volumeClaimTemplates[0].";
    Findings.in(CLAIMS.formatted("{metadata: {name: data}, spec: {}}"))
        .are(
            path + "spec.accessModes ClaimIncomplete",
            path + "spec.resources.requests.storage ClaimIncomplete");
    Findings.in(
            CLAIMS.formatted(CLAIM.formatted("data").replace("1Gi", "0").replace("Once", "Twice")))
        .are(
            path + "spec.accessModes[0] ValueUnknown",
            path + "spec.resources.requests.storage ClaimIncomplete");
    Findings.in(CLAIMS.formatted(CLAIM.formatted("data, labels: {a b: c}").replace("1Gi", "lots")))
        .are(
            path + "metadata.labels[\"a b\"] LabelInvalid",
            path + "spec.resources.requests.storage QuantityInvalid");
  }

  @Test
  void invalidStatefulSetSettingsAreRejected() {
    var path = "spec.workload.statefulSet.";
    Findings.in(STATEFUL_SET.formatted("updateStrategy: {type: OnDelete}")).none();
    Findings.in(STATEFUL_SET.formatted("updateStrategy: {type: Recreate}"))
        .are(path + "updateStrategy.type ValueUnknown");
    Findings.in(STATEFUL_SET.formatted("updateStrategy: {type: OnDelete, rollingUpdate: {}}"))
        .are(path + "updateStrategy.rollingUpdate WorkloadFieldMisplaced");
    Findings.in(
            STATEFUL_SET.formatted(
                "updateStrategy: {rollingUpdate: {partition: -1, maxUnavailable: 0}}"))
        .are(
            path + "updateStrategy.rollingUpdate.partition WorkloadFieldInvalid",
            path + "updateStrategy.rollingUpdate.maxUnavailable WorkloadFieldInvalid");
    Findings.in(
            STATEFUL_SET.formatted(
                "persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete, whenScaled: Keep},"
                    + " ordinals: {start: -1}"))
        .are(
            path + "persistentVolumeClaimRetentionPolicy.whenScaled ValueUnknown",
            path + "ordinals.start WorkloadFieldInvalid");
  }

  @Test
  void serviceNamedLikeTheHeadlessServiceIsRejected() {
    var service = "\nmain: {ports: [{containerPort: 80}]}\nservice: {name: web-headless}";
    Findings.in(STATEFUL_SET.formatted("") + service).are("spec.service.name ServiceNameTaken");
    Findings.in("workload: {}" + service).none();
  }

  @ParameterizedTest
  @CsvSource({
    "'maxUnavailable: 2',",
    "'maxSurge: 1, maxUnavailable: 0',",
    "'maxSurge: 0',",
    "'',",
    "'maxSurge: 1', maxSurge",
    "'maxSurge: 1, maxUnavailable: 1', maxSurge",
    "'maxUnavailable: 0', maxUnavailable",
    "'maxUnavailable: x', maxUnavailable",
  })
  void invalidDaemonSetRollingUpdateIsRejected(String rolling, String wrong) {
    var found =
        Findings.in(
            DAEMON_SET.formatted("updateStrategy: {rollingUpdate: {%s}}".formatted(rolling)));
    if (wrong == null) {
      found.none();
    } else {
      found.are(
          "spec.workload.daemonSet.updateStrategy.rollingUpdate."
              + wrong
              + " WorkloadFieldInvalid");
    }
  }

  @Test
  void inconsistentIndexedJobSettingsAreRejected() {
    var path = "spec.workload.job.";
    Findings.in(JOB.formatted("completionMode: Indexed"))
        .are(path + "completions WorkloadFieldInvalid");
    Findings.in(JOB.formatted("completionMode: Indexed, completions: 2, parallelism: 100001"))
        .are(path + "parallelism WorkloadFieldInvalid");
    Findings.in(
            JOB.formatted("backoffLimitPerIndex: 1, successPolicy: {rules: [{succeededCount: 1}]}"))
        .are(
            path + "backoffLimitPerIndex WorkloadFieldMisplaced",
            path + "successPolicy WorkloadFieldMisplaced");
    Findings.in(JOB.formatted("maxFailedIndexes: 1"))
        .are(path + "maxFailedIndexes WorkloadFieldMisplaced");
    Findings.in(
            JOB.formatted(
                "completionMode: Indexed, completions: 2, backoffLimitPerIndex: 1, maxFailedIndexes: 3"))
        .are(path + "maxFailedIndexes WorkloadFieldInvalid");
    Findings.in(
            JOB.formatted("completionMode: Indexed, completions: 100001, backoffLimitPerIndex: 1"))
        .are(path + "maxFailedIndexes WorkloadFieldInvalid");
    Findings.in(
            JOB.formatted(
                "completionMode: Indexed, completions: 2, backoffLimitPerIndex: 1, maxFailedIndexes: 2"))
        .none();
  }

  @Test
  void jobSettingsWithoutEffectAreWarnings() {
    Findings.in(JOB.formatted("ttlSecondsAfterFinished: 9"))
        .are("warning spec.workload.job.ttlSecondsAfterFinished TtlShort");
    Findings.in(JOB.formatted("ttlSecondsAfterFinished: 10, onChange: Replace")).none();
    Findings.in("workload: {kind: CronJob, cronJob: {schedule: '@daily'}, job: {onChange: Keep}}")
        .are("warning spec.workload.job.onChange OnChangeIgnored");
  }

  @ParameterizedTest
  @CsvSource({
    "'{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}',",
    "'{action: FailJob, onExitCodes: {containerName: main, operator: In, values: [1, 42]}}',",
    "'{action: Count, onExitCodes: {operator: NotIn, values: [0, 1]}}',",
    "'{onPodConditions: [{type: DisruptionTarget}]}', .action",
    "'{action: Retry, onPodConditions: [{type: DisruptionTarget}]}', .action ValueUnknown",
    "'{action: FailIndex, onPodConditions: [{type: DisruptionTarget}]}', .action",
    "'{action: Ignore}', ''",
    "'{action: Ignore, onPodConditions: [{type: a b}]}', .onPodConditions[0].type",
    "'{action: Ignore, onPodConditions: [{type: a, status: Yes}]}', .onPodConditions[0].status ValueUnknown",
    "'{action: Ignore, onExitCodes: {containerName: mian, operator: In, values: [1]}}', .onExitCodes.containerName",
    "'{action: Ignore, onExitCodes: {values: [1]}}', .onExitCodes.operator",
    "'{action: Ignore, onExitCodes: {operator: Is, values: [1]}}', .onExitCodes.operator ValueUnknown",
    "'{action: Ignore, onExitCodes: {operator: In, values: []}}', .onExitCodes.values",
    "'{action: Ignore, onExitCodes: {operator: In, values: [2, 1]}}', .onExitCodes.values",
    "'{action: Ignore, onExitCodes: {operator: In, values: [0]}}', .onExitCodes.values[0]",
  })
  void invalidPodFailurePolicyRulesAreRejected(String rule, String wrong) {
    var found = Findings.in(JOB.formatted("podFailurePolicy: {rules: [%s]}".formatted(rule)));
    if (wrong == null) {
      found.none();
    } else {
      found.are(
          "spec.workload.job.podFailurePolicy.rules[0]"
              + (wrong.contains(" ") ? wrong : wrong + " JobPolicyInvalid"));
    }
  }

  @Test
  void podFailurePolicyRequiresRestartNeverAndReplacementOfFailed() {
    var policy =
        "podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}]}";
    Findings.in(JOB.formatted(policy) + "\npod: {restartPolicy: OnFailure}")
        .are("spec.workload.job.podFailurePolicy JobPolicyInvalid");
    Findings.in(JOB.formatted(policy + ", podReplacementPolicy: TerminatingOrFailed"))
        .are("spec.workload.job.podReplacementPolicy JobPolicyInvalid");
    Findings.in(JOB.formatted(policy + ", podReplacementPolicy: Failed")).none();
  }

  @ParameterizedTest
  @CsvSource({
    "'{succeededIndexes: \"0,2-3\"}',", "'{succeededCount: 4}',",
    "'{}', ''", "'{succeededIndexes: \"0-\"}', .succeededIndexes",
    "'{succeededCount: 5}', .succeededCount", "'{succeededCount: 0}', .succeededCount",
  })
  void invalidSuccessPolicyRulesAreRejected(String rule, String wrong) {
    var found =
        Findings.in(
            JOB.formatted(
                "completionMode: Indexed, completions: 4, successPolicy: {rules: [%s]}"
                    .formatted(rule)));
    if (wrong == null) {
      found.none();
    } else {
      found.are("spec.workload.job.successPolicy.rules[0]" + wrong + " JobPolicyInvalid");
    }
  }
}
