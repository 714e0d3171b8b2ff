package io.patternedapp.apiserver;

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

/** Plays, for a namespace, the kubelet and the controllers where all goes well, and at once. */
final class Kubelet implements AutoCloseable {

  private static final long EVERY_MILLIS = 150;

  /** How many Pods a budget lets go; an eviction counts one down. */
  private static final int DISRUPTIONS = 1000;

  private final KubernetesClient client;
  private final String namespace;
  private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();

  Kubelet(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    rounds.scheduleWithFixedDelay(this::round, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    rounds.shutdownNow();
  }

  private void round() {
    try {
      var pods = client.pods().inNamespace(namespace).list().getItems();
      pods.stream().filter(Kubelet::isForgotten).forEach(this::collect);
      pods.stream()
          .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null && !runs(pod))
          .forEach(this::run);
      client.apps().deployments().inNamespace(namespace).list().getItems().stream()
          .filter(d -> !isCurrent(d, d.getStatus().getObservedGeneration()))
          .forEach(this::ready);
      client.apps().statefulSets().inNamespace(namespace).list().getItems().stream()
          .filter(s -> !isCurrent(s, s.getStatus().getObservedGeneration()))
          .forEach(this::ready);
      client.apps().daemonSets().inNamespace(namespace).list().getItems().stream()
          .filter(d -> !isCurrent(d, d.getStatus().getObservedGeneration()))
          .forEach(this::ready);
      client.policy().v1().podDisruptionBudget().inNamespace(namespace).list().getItems().stream()
          .filter(budget -> !isGenerous(budget))
          .forEach(this::allow);
    } catch (KubernetesClientException e) {
      // Something changed or went meanwhile; the next round sees it.
    }
  }

  /**
   * The API server marks a Pod that no node has as deleted, then removes it. When it ends between
   * the two, the collector of Pods does the rest.
   */
  private static boolean isForgotten(Pod pod) {
    var meta = pod.getMetadata();
    return meta.getDeletionTimestamp() != null
        && Long.valueOf(0).equals(meta.getDeletionGracePeriodSeconds())
        && meta.getFinalizers().isEmpty();
  }

  private void collect(Pod pod) {
    client.resource(pod).withGracePeriod(0).delete();
  }

  private void ready(HasMetadata workload) {
    new Controllers(client, namespace).ready(workload.getKind(), workload.getMetadata().getName());
  }

  private static boolean isCurrent(HasMetadata workload, Long observed) {
    return workload.getMetadata().getGeneration().equals(observed);
  }

  private static boolean isGenerous(PodDisruptionBudget budget) {
    return isCurrent(budget, budget.getStatus().getObservedGeneration())
        && budget.getStatus().getDisruptionsAllowed() > DISRUPTIONS / 2;
  }

  private void allow(PodDisruptionBudget budget) {
    client
        .resource(budget)
        .editStatus(
            live ->
                new PodDisruptionBudgetBuilder(live)
                    .withNewStatus()
                    .withObservedGeneration(live.getMetadata().getGeneration())
                    .withCurrentHealthy(DISRUPTIONS)
                    .withExpectedPods(DISRUPTIONS)
                    .withDesiredHealthy(0)
                    .withDisruptionsAllowed(DISRUPTIONS)
                    .endStatus()
                    .build());
  }

  private static boolean runs(Pod pod) {
    return statuses(pod).equals(pod.getStatus().getContainerStatuses());
  }

  private void run(Pod pod) {
    client
        .resource(pod)
        .editStatus(
            live ->
                new PodBuilder(live)
                    .editOrNewStatus()
                    .withPhase("Running")
                    .withContainerStatuses(statuses(live))
                    .withConditions()
                    .addNewCondition()
                    .withType("Ready")
                    .withStatus("True")
                    .endCondition()
                    .endStatus()
                    .build());
  }

  /** A container has another id for each image. */
  private static List<ContainerStatus> statuses(Pod pod) {
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
