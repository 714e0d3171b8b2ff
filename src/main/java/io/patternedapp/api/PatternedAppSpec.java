package io.patternedapp.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import io.patternedapp.api.container.Adapter;
import io.patternedapp.api.container.Ambassador;
import io.patternedapp.api.container.Helper;
import io.patternedapp.api.container.InitContainer;
import io.patternedapp.api.container.MainContainer;
import io.patternedapp.api.container.Sidecar;
import io.patternedapp.api.pod.AppVolume;
import io.patternedapp.api.pod.PodSettings;
import io.patternedapp.api.pod.SecurityProfile;
import io.patternedapp.api.schema.CelRules;
import io.patternedapp.api.schema.NullSafe;
import io.patternedapp.api.service.ServiceSettings;
import io.patternedapp.api.workload.ClaimTemplate;
import io.patternedapp.api.workload.DisruptionBudget;
import io.patternedapp.api.workload.PodWorkload;
import io.patternedapp.api.workload.Workload;
import io.patternedapp.api.workload.WorkloadKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Desired state of a {@link PatternedApp}. Lists and maps are never null: they are empty if the
 * manifest omits them.
 *
 * @param replicas number of desired Pods; defaults to 1
 * @param workload workload that runs the Pods; defaults to kind Pod
 * @param main main container
 * @param init init containers, in the given order
 * @param sidecars helpers, for example for logs, monitoring or configuration
 * @param ambassadors proxies between main and the outside
 * @param adapters helpers that convert main's output into a standard format
 * @param volumes volumes that containers can mount
 * @param service Service through which clients reach the app; null creates no Service
 * @param pod Pod-level fields, with the names of core/v1 PodSpec
 * @param labels labels of every child object
 * @param annotations annotations of every child object
 * @param restartedAt value whose change restarts the Pods
 * @param security profile by which the operator completes security contexts; defaults to None
 * @param disruptionBudget limit on voluntary disruptions; null creates no PodDisruptionBudget
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "(!has(self.init) || self.init.all(c, c.name != (has(self.main.name) ? "
            + "self.main.name : 'main'))) && (!has(self.sidecars) || self.sidecars.all(c, c.name "
            + "!= (has(self.main.name) ? self.main.name : 'main'))) && (!has(self.ambassadors) || "
            + "self.ambassadors.all(c, c.name != (has(self.main.name) ? self.main.name : 'main'))) "
            + "&& (!has(self.adapters) || self.adapters.all(c, c.name != (has(self.main.name) ? "
            + "self.main.name : 'main'))) && (!has(self.init) || !has(self.sidecars) || "
            + "self.init.all(c, !self.sidecars.exists(d, d.name == c.name))) && (!has(self.init) "
            + "|| !has(self.ambassadors) || self.init.all(c, !self.ambassadors.exists(d, d.name == "
            + "c.name))) && (!has(self.init) || !has(self.adapters) || self.init.all(c, "
            + "!self.adapters.exists(d, d.name == c.name))) && (!has(self.sidecars) || "
            + "!has(self.ambassadors) || self.sidecars.all(c, !self.ambassadors.exists(d, d.name "
            + "== c.name))) && (!has(self.sidecars) || !has(self.adapters) || self.sidecars.all(c, "
            + "!self.adapters.exists(d, d.name == c.name))) && (!has(self.ambassadors) || "
            + "!has(self.adapters) || self.ambassadors.all(c, !self.adapters.exists(d, d.name == "
            + "c.name)))",
    message =
        "container names must be unique across all roles (the name of main defaults to main):"
            + " rename one of the containers")
@ValidationRule(
    value =
        "!"
            + CelRules.RUNS_TO_COMPLETION
            + " || ((!has(self.sidecars) || self.sidecars.all(h, !has(h.mode) || h.mode == "
            + "'Native')) && (!has(self.ambassadors) || self.ambassadors.all(h, !has(h.mode) || "
            + "h.mode == 'Native')) && (!has(self.adapters) || self.adapters.all(h, !has(h.mode) "
            + "|| h.mode == 'Native')))",
    message =
        "a Regular helper prevents the Job from completing: remove mode, so that the helper"
            + " stops when main completes")
@ValidationRule(
    value =
        CelRules.RUNS_TO_COMPLETION
            + " || !has(self.adapters) || self.adapters.all(a, !has(a.startAfter) || "
            + "size(a.startAfter) == 0 || (has(a.mode) && a.mode == 'Native'))",
    fieldPath = ".adapters",
    message =
        "an adapter is a regular container, which starts together with main, so startAfter has"
            + " no effect: remove startAfter, or set mode: Native")
@ValidationRule(
    value =
        "!has(self.adapters) || self.adapters.filter(a, has(a.metrics) && "
            + "(!has(a.metrics.monitor) || a.metrics.monitor == 'Annotations')).size() <= 1",
    fieldPath = ".adapters",
    message =
        "only one adapter can use the prometheus.io annotations, because they hold a single"
            + " port: set metrics.monitor to PodMonitor or None on the other adapters")
@ValidationRule(
    value = CelRules.NO_RESERVED_LABELS,
    fieldPath = ".labels",
    message = CelRules.NO_RESERVED_LABELS_MESSAGE)
@ValidationRule(
    value = CelRules.NO_RESERVED_ANNOTATIONS,
    fieldPath = ".annotations",
    message = CelRules.NO_RESERVED_ANNOTATIONS_MESSAGE)
public record PatternedAppSpec(
    @JsonPropertyDescription(
            "Number of desired Pods. kubectl scale and a HorizontalPodAutoscaler set it"
                + " through the scale subresource. Ignored by kinds DaemonSet, Job and CronJob."
                + " Defaults to 1.")
        @SpecReplicas
        @Default("1")
        @Min(0)
        @Max(10000)
        @Nullable Integer replicas,
    @JsonPropertyDescription(
            "Workload that runs the Pods: its kind, and the settings of that kind in the field"
                + " of the same name.")
        @Nullable Workload workload,
    @Required
        @JsonPropertyDescription(
            "Main container of the app, a core/v1 Container. It is the default container of"
                + " kubectl logs and kubectl exec. The name defaults to \"main\".")
        MainContainer main,
    @JsonPropertyDescription(
            "Init containers, which run to completion one after another before main starts, in"
                + " the given order.")
        @Size(max = 10)
        List<InitContainer> init,
    @JsonPropertyDescription(
            "Sidecars: helpers of main, for example for logs, monitoring or configuration."
                + " They share the network of the Pod and the volumes that they mount. Sidecars"
                + " start before main and stop after it. They do not prevent a Job from"
                + " completing.")
        @Size(max = 10)
        List<Sidecar> sidecars,
    @JsonPropertyDescription(
            "Ambassadors: proxies between main and the outside. Clients reach the app only"
                + " through its Inbound ambassadors. An Outbound ambassador is main's local proxy"
                + " to an external endpoint.")
        @Size(max = 10)
        List<Ambassador> ambassadors,
    @JsonPropertyDescription(
            "Adapters: helpers that convert main's output into a standard format, for example"
                + " an exporter that converts nginx's stub_status into Prometheus metrics."
                + " Adapters start together with main; in a Job or CronJob they start before"
                + " main.")
        @Size(max = 10)
        List<Adapter> adapters,
    @JsonPropertyDescription(
            "Volumes that containers can mount. A volume without a source is an emptyDir,"
                + " which all containers that mount it share. Any core/v1 volume source can be"
                + " set instead.")
        @Size(max = 30)
        List<AppVolume> volumes,
    @JsonPropertyDescription(
            "Service through which clients reach the app. If omitted, the operator creates no"
                + " Service.")
        @Nullable ServiceSettings service,
    @JsonPropertyDescription("Pod-level fields, with the names of core/v1 PodSpec.")
        @Nullable PodSettings pod,
    @JsonPropertyDescription("Labels of every child object.") @Size(max = 40)
        Map<String, String> labels,
    @JsonPropertyDescription("Annotations of every child object.") @Size(max = 40)
        Map<String, String> annotations,
    @JsonPropertyDescription(
            "A change of the value restarts the Pods, as kubectl rollout restart does. By"
                + " convention a timestamp.")
        @Size(max = 64)
        @Nullable String restartedAt,
    @JsonPropertyDescription(
            "Profile by which the operator completes security contexts. None (default) keeps"
                + " them as written, so that stock images run. Restricted sets, on the Pod and"
                + " every container, the fields that the restricted Pod Security Standard"
                + " requires and the spec leaves unset.")
        @Nullable SecurityProfile security,
    @JsonPropertyDescription(
            "Limits how many Pods can be unavailable during a voluntary disruption, for"
                + " example while a node is drained or while the operator replaces Pods. The"
                + " operator creates a PodDisruptionBudget, which always allows the eviction of"
                + " Pods that are not ready. For kinds Pod, Deployment and StatefulSet. If"
                + " omitted, the operator creates no PodDisruptionBudget.")
        @Nullable DisruptionBudget disruptionBudget) {

  /** Default name of the main container. */
  public static final String DEFAULT_MAIN_NAME = "main";

  public PatternedAppSpec {
    init = NullSafe.orEmpty(init);
    sidecars = NullSafe.orEmpty(sidecars);
    ambassadors = NullSafe.orEmpty(ambassadors);
    adapters = NullSafe.orEmpty(adapters);
    volumes = NullSafe.orEmpty(volumes);
    labels = NullSafe.orEmpty(labels);
    annotations = NullSafe.orEmpty(annotations);
  }

  /** Returns the number of desired Pods, or its default. */
  public int replicaCount() {
    return replicas == null ? 1 : replicas;
  }

  /** Returns the kind of the workload, or its default. */
  public WorkloadKind workloadKind() {
    return workload == null ? WorkloadKind.Pod : workload.kindOrDefault();
  }

  /** Returns the settings for kind Pod; without any setting if the manifest omits them. */
  public PodWorkload podWorkload() {
    return workload == null || workload.pod() == null ? PodWorkload.EMPTY : workload.pod();
  }

  /** Returns the volume claim templates; empty for kinds other than StatefulSet. */
  public List<ClaimTemplate> claimTemplates() {
    return workload == null
            || workloadKind() != WorkloadKind.StatefulSet
            || workload.statefulSet() == null
        ? List.of()
        : workload.statefulSet().volumeClaimTemplates();
  }

  /** Returns the name of the main container, or its default. */
  public String mainName() {
    return main.getName() == null ? DEFAULT_MAIN_NAME : main.getName();
  }

  /** Returns the Pod-level fields; without any field if the manifest omits them. */
  public PodSettings podOrDefault() {
    return pod == null ? PodSettings.EMPTY : pod;
  }

  /** Returns all helpers in the order ambassadors, adapters, sidecars. */
  public Stream<Helper> helpers() {
    return Stream.of(ambassadors, adapters, sidecars).flatMap(List::stream);
  }
}
