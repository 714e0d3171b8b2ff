package io.patternedapp.apiserver.support;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Simulates the kubelet and the workload controllers in a namespace: reports each Pod and workload
 * as ready immediately.
 */
public final class FakeKubelet implements AutoCloseable {

  private static final long INTERVAL_MILLIS = 150;

  /** The disruptions that a PodDisruptionBudget allows; an eviction decrements them. */
  private static final int ALLOWED_DISRUPTIONS = 1000;

  private final KubernetesClient client;
  private final String namespace;
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

  public FakeKubelet(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    scheduler.scheduleWithFixedDelay(this::sync, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }

  private void sync() {
    try {
      var pods = client.pods().inNamespace(namespace).list().getItems();
      pods.stream().filter(FakeKubelet::isStuckInDeletion).forEach(this::forceDelete);
      pods.stream()
          .filter(
              pod -> pod.getMetadata().getDeletionTimestamp() == null && !isReportedRunning(pod))
          .forEach(this::reportRunning);
      client.apps().deployments().inNamespace(namespace).list().getItems().stream()
          .filter(d -> !isGenerationObserved(d, d.getStatus().getObservedGeneration()))
          .forEach(this::reportReady);
      client.apps().statefulSets().inNamespace(namespace).list().getItems().stream()
          .filter(s -> !isGenerationObserved(s, s.getStatus().getObservedGeneration()))
          .forEach(this::reportReady);
      client.apps().daemonSets().inNamespace(namespace).list().getItems().stream()
          .filter(d -> !isGenerationObserved(d, d.getStatus().getObservedGeneration()))
          .forEach(this::reportReady);
      client.policy().v1().podDisruptionBudget().inNamespace(namespace).list().getItems().stream()
          .filter(budget -> !allowsDisruptions(budget))
          .forEach(this::allowDisruptions);
    } catch (KubernetesClientException e) {
      // An object changed or was deleted meanwhile; the next round handles it.
    }
  }

  /**
   * Returns true if the API server marked the unscheduled Pod for deletion but failed before it
   * removed the Pod. In a cluster the Pod garbage collector removes it.
   */
  private static boolean isStuckInDeletion(Pod pod) {
    var meta = pod.getMetadata();
    return meta.getDeletionTimestamp() != null
        && Long.valueOf(0).equals(meta.getDeletionGracePeriodSeconds())
        && meta.getFinalizers().isEmpty();
  }

  private void forceDelete(Pod pod) {
    client.resource(pod).withGracePeriod(0).delete();
  }

  private void reportReady(HasMetadata workload) {
    new FakeWorkloadControllers(client, namespace)
        .reportReady(workload.getKind(), workload.getMetadata().getName());
  }

  private static boolean isGenerationObserved(HasMetadata workload, Long observed) {
    return workload.getMetadata().getGeneration().equals(observed);
  }

  private static boolean allowsDisruptions(PodDisruptionBudget budget) {
    return isGenerationObserved(budget, budget.getStatus().getObservedGeneration())
        && budget.getStatus().getDisruptionsAllowed() > ALLOWED_DISRUPTIONS / 2;
  }

  private void allowDisruptions(PodDisruptionBudget budget) {
    client
        .resource(budget)
        .editStatus(
            live ->
                new PodDisruptionBudgetBuilder(live)
                    .withNewStatus()
                    .withObservedGeneration(live.getMetadata().getGeneration())
                    .withCurrentHealthy(ALLOWED_DISRUPTIONS)
                    .withExpectedPods(ALLOWED_DISRUPTIONS)
                    .withDesiredHealthy(0)
                    .withDisruptionsAllowed(ALLOWED_DISRUPTIONS)
                    .endStatus()
                    .build());
  }

  private static boolean isReportedRunning(Pod pod) {
    return runningStatuses(pod).equals(pod.getStatus().getContainerStatuses());
  }

  private void reportRunning(Pod pod) {
    client
        .resource(pod)
        .editStatus(
            live ->
                new PodBuilder(live)
                    .editOrNewStatus()
                    .withPhase("Running")
                    .withContainerStatuses(runningStatuses(live))
                    .withConditions()
                    .addNewCondition()
                    .withType("Ready")
                    .withStatus("True")
                    .endCondition()
                    .endStatus()
                    .build());
  }

  /** Returns the statuses of running containers; the container ID depends on the image. */
  private static List<ContainerStatus> runningStatuses(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .map(
            container ->
                new ContainerStatusBuilder()
                    .withName(container.getName())
                    .withImage(container.getImage())
                    .withImageID(container.getImage())
                    .withContainerID(
                        "test://" + pod.getMetadata().getUid() + "/" + container.getImage())
                    .withReady(true)
                    .withStarted(true)
                    .withRestartCount(0)
                    .build())
        .toList();
  }
}
