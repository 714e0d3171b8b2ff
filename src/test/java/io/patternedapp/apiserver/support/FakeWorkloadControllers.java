package io.patternedapp.apiserver.support;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Simulates the workload controllers, which do not run in the API-server tests. */
public record FakeWorkloadControllers(KubernetesClient client, String namespace) {

  /** Reports all Pods of a workload as ready. */
  public void reportReady(String kind, String name) {
    switch (kind) {
      case "Deployment" ->
          client
              .apps()
              .deployments()
              .inNamespace(namespace)
              .withName(name)
              .editStatus(
                  live ->
                      new DeploymentBuilder(live)
                          .withNewStatus()
                          .withObservedGeneration(live.getMetadata().getGeneration())
                          .withReplicas(live.getSpec().getReplicas())
                          .withUpdatedReplicas(live.getSpec().getReplicas())
                          .withReadyReplicas(live.getSpec().getReplicas())
                          .withAvailableReplicas(live.getSpec().getReplicas())
                          .endStatus()
                          .build());
      case "StatefulSet" ->
          client
              .apps()
              .statefulSets()
              .inNamespace(namespace)
              .withName(name)
              .editStatus(
                  live ->
                      new StatefulSetBuilder(live)
                          .withNewStatus()
                          .withObservedGeneration(live.getMetadata().getGeneration())
                          .withReplicas(live.getSpec().getReplicas())
                          .withUpdatedReplicas(live.getSpec().getReplicas())
                          .withReadyReplicas(live.getSpec().getReplicas())
                          .withAvailableReplicas(live.getSpec().getReplicas())
                          .withCurrentRevision("a")
                          .withUpdateRevision("a")
                          .endStatus()
                          .build());
      case "DaemonSet" ->
          client
              .apps()
              .daemonSets()
              .inNamespace(namespace)
              .withName(name)
              .editStatus(
                  live ->
                      new DaemonSetBuilder(live)
                          .withNewStatus()
                          .withObservedGeneration(live.getMetadata().getGeneration())
                          .withDesiredNumberScheduled(1)
                          .withCurrentNumberScheduled(1)
                          .withUpdatedNumberScheduled(1)
                          .withNumberReady(1)
                          .withNumberAvailable(1)
                          .withNumberMisscheduled(0)
                          .endStatus()
                          .build());
      default -> {}
    }
  }

  public Job getJob(String name) {
    return client.batch().v1().jobs().inNamespace(namespace).withName(name).get();
  }

  /** Reports a Job as completed or failed. */
  public void finishJob(String name, boolean complete) {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withName(name)
        .editStatus(
            live -> {
              var status =
                  new JobBuilder(live)
                      .editOrNewStatus()
                      .withStartTime(now)
                      .addNewCondition()
                      .withType(complete ? "SuccessCriteriaMet" : "FailureTarget")
                      .withStatus("True")
                      .withReason(complete ? "CompletionsReached" : "BackoffLimitExceeded")
                      .withMessage("Job has reached its end")
                      .withLastTransitionTime(now)
                      .endCondition()
                      .addNewCondition()
                      .withType(complete ? "Complete" : "Failed")
                      .withStatus("True")
                      .withReason(complete ? "CompletionsReached" : "BackoffLimitExceeded")
                      .withMessage("Job has reached its end")
                      .withLastTransitionTime(now)
                      .endCondition();
              return complete
                  ? status.withCompletionTime(now).withSucceeded(1).endStatus().build()
                  : status.withFailed(1).endStatus().build();
            });
  }

  public void deleteJob(String name) {
    client.batch().v1().jobs().inNamespace(namespace).withName(name).delete();
  }

  /** Creates a Job like {@code kubectl create job --from=cronjob}. */
  public void createJobFromCronJob(String cronJob, String name) {
    var from = client.batch().v1().cronjobs().inNamespace(namespace).withName(cronJob).require();
    var template = from.getSpec().getJobTemplate();
    client
        .resource(
            new JobBuilder()
                .withNewMetadataLike(template.getMetadata())
                .withName(name)
                .withNamespace(namespace)
                .withOwnerReferences(
                    new OwnerReferenceBuilder()
                        .withApiVersion("batch/v1")
                        .withKind("CronJob")
                        .withName(cronJob)
                        .withUid(from.getMetadata().getUid())
                        .withController(true)
                        .build())
                .endMetadata()
                .withSpec(template.getSpec())
                .build())
        .create();
  }
}
