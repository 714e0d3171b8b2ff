package io.patternedapp.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.monitoring.PodMonitor;
import io.patternedapp.model.Annotations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Creates the projections of children that the caches keep: identity, the fingerprint of the fields
 * that the operator owns, and the fields that the app's status is computed from. The projection of
 * a five-container Deployment takes 3 kB of heap instead of 18 kB, or 40 kB with managedFields.
 */
public final class CacheProjector {

  /** Annotation of cached Pods, never sent: their {@link PodFieldDigests}. */
  private static final String POD_FINGERPRINT_ANNOTATION = PatternedApp.GROUP + "/print";

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private static final Map<Class<?>, UnaryOperator<?>> PROJECTORS = new HashMap<>();

  static {
    register(Pod.class, CacheProjector::projectPod);
    register(Deployment.class, CacheProjector::projectDeployment);
    register(StatefulSet.class, CacheProjector::projectStatefulSet);
    register(DaemonSet.class, CacheProjector::projectDaemonSet);
    register(Job.class, CacheProjector::projectJob);
    register(CronJob.class, CacheProjector::projectCronJob);
    register(Service.class, CacheProjector::projectService);
    register(ReplicaSet.class, CacheProjector::projectReplicaSet);
    register(ControllerRevision.class, CacheProjector::projectControllerRevision);
    register(ConfigMap.class, live -> projectMetadata(live, new ConfigMap()));
    register(NetworkPolicy.class, live -> projectMetadata(live, new NetworkPolicy()));
    register(PodDisruptionBudget.class, live -> projectMetadata(live, new PodDisruptionBudget()));
    register(PodMonitor.class, live -> projectMetadata(live, new PodMonitor()));
  }

  private CacheProjector() {}

  private static <T extends HasMetadata> void register(Class<T> type, UnaryOperator<T> projector) {
    PROJECTORS.put(type, projector);
  }

  /**
   * Returns the projection of an object as the API server returned it.
   *
   * @throws IllegalArgumentException when the kind is not a kind of child
   */
  @SuppressWarnings("unchecked")
  public static <T extends HasMetadata> T project(T live) {
    var projector = (UnaryOperator<T>) PROJECTORS.get(live.getClass());
    if (projector == null) {
      throw new IllegalArgumentException("no projection for " + live.getKind());
    }
    return projector.apply(live);
  }

  /** Returns the fingerprint of a projected object. */
  public static String fingerprint(HasMetadata projected) {
    return projected
        .getMetadata()
        .getAnnotations()
        .getOrDefault(MetadataProjector.FINGERPRINT_ANNOTATION, "");
  }

  /** Returns the Pod fingerprint of a projected Pod. */
  public static PodFieldDigests podFingerprint(Pod projected) {
    return PodFieldDigests.parse(
        projected.getMetadata().getAnnotations().getOrDefault(POD_FINGERPRINT_ANNOTATION, "{}"));
  }

  private static <T extends HasMetadata> T projectMetadata(T live, T projected) {
    projected.setMetadata(MetadataProjector.projectWithFingerprint(live));
    return projected;
  }

  private static Pod projectPod(Pod live) {
    var fingerprint = PodFieldDigests.ofLive(live);
    return new PodBuilder()
        .withMetadata(
            MetadataProjector.withAnnotations(
                MetadataProjector.project(live),
                Map.of(
                    MetadataProjector.FINGERPRINT_ANNOTATION,
                    Fingerprint.ofPod(fingerprint),
                    POD_FINGERPRINT_ANNOTATION,
                    fingerprint.toString())))
        .withNewSpec()
        .withNodeName(live.getSpec().getNodeName())
        .endSpec()
        .withStatus(projectPodStatus(live.getStatus()))
        .build();
  }

  private static PodStatus projectPodStatus(PodStatus status) {
    return new PodStatusBuilder()
        .withPhase(status.getPhase())
        .withReason(status.getReason())
        .withMessage(status.getMessage())
        .withStartTime(status.getStartTime())
        .withConditions(status.getConditions())
        .withContainerStatuses(projectContainerStatuses(status.getContainerStatuses()))
        .withInitContainerStatuses(projectContainerStatuses(status.getInitContainerStatuses()))
        .build();
  }

  private static List<ContainerStatus> projectContainerStatuses(List<ContainerStatus> statuses) {
    return statuses.stream()
        .map(
            status ->
                new ContainerStatusBuilder()
                    .withName(status.getName())
                    .withContainerID(status.getContainerID())
                    .withReady(status.getReady())
                    .withStarted(status.getStarted())
                    .withRestartCount(status.getRestartCount())
                    .withState(status.getState())
                    .withLastState(status.getLastState())
                    .build())
        .toList();
  }

  private static Deployment projectDeployment(Deployment live) {
    return new DeploymentBuilder()
        .withMetadata(MetadataProjector.projectWithFingerprint(live))
        .withNewSpec()
        .withReplicas(live.getSpec().getReplicas())
        .endSpec()
        .withStatus(live.getStatus())
        .build();
  }

  private static StatefulSet projectStatefulSet(StatefulSet live) {
    return new StatefulSetBuilder()
        .withMetadata(MetadataProjector.projectWithFingerprint(live))
        .withNewSpec()
        .withReplicas(live.getSpec().getReplicas())
        .withOrdinals(live.getSpec().getOrdinals())
        .withUpdateStrategy(live.getSpec().getUpdateStrategy())
        .endSpec()
        .withStatus(live.getStatus())
        .build();
  }

  private static DaemonSet projectDaemonSet(DaemonSet live) {
    return new DaemonSetBuilder()
        .withMetadata(MetadataProjector.projectWithFingerprint(live))
        .withStatus(live.getStatus())
        .build();
  }

  private static Job projectJob(Job live) {
    return new JobBuilder()
        .withMetadata(
            MetadataProjector.withFiles(
                MetadataProjector.projectWithFingerprint(live),
                filesAnnotation(live.getSpec().getTemplate())))
        .withNewSpec()
        .withCompletions(live.getSpec().getCompletions())
        .withParallelism(live.getSpec().getParallelism())
        .withSuspend(live.getSpec().getSuspend())
        .endSpec()
        .withStatus(live.getStatus())
        .build();
  }

  private static CronJob projectCronJob(CronJob live) {
    return new CronJobBuilder()
        .withMetadata(MetadataProjector.projectWithFingerprint(live))
        .withNewSpec()
        .withSchedule(live.getSpec().getSchedule())
        .withSuspend(live.getSpec().getSuspend())
        .endSpec()
        .withStatus(live.getStatus())
        .build();
  }

  private static Service projectService(Service live) {
    return new ServiceBuilder()
        .withMetadata(MetadataProjector.projectWithFingerprint(live))
        .withNewSpec()
        .withClusterIP(live.getSpec().getClusterIP())
        .withPorts(
            live.getSpec().getPorts().stream().map(CacheProjector::projectServicePort).toList())
        .endSpec()
        .build();
  }

  private static ServicePort projectServicePort(ServicePort port) {
    return new ServicePortBuilder()
        .withName(port.getName())
        .withPort(port.getPort())
        .withNodePort(port.getNodePort())
        .build();
  }

  /** Keeps only the files annotation of the template: it shows which ConfigMaps are in use. */
  private static ReplicaSet projectReplicaSet(ReplicaSet live) {
    var projected = new ReplicaSet();
    projected.setMetadata(
        MetadataProjector.withFiles(
            MetadataProjector.project(live), filesAnnotation(live.getSpec().getTemplate())));
    return projected;
  }

  /** Keeps only the files annotation of the template, which is part of the patch in the data. */
  private static ControllerRevision projectControllerRevision(ControllerRevision live) {
    var projected = new ControllerRevision();
    JsonNode data = MAPPER.valueToTree(live.getData());
    var files = data.at("/spec/template/metadata/annotations").path(Annotations.FILES);
    projected.setMetadata(
        MetadataProjector.withFiles(MetadataProjector.project(live), files.textValue()));
    return projected;
  }

  private static @Nullable String filesAnnotation(PodTemplateSpec template) {
    var meta = template.getMetadata();
    return meta == null ? null : meta.getAnnotations().get(Annotations.FILES);
  }
}
