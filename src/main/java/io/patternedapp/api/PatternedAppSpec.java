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
 * What the author of a {@link PatternedApp} wants. Lists and maps are never null: what is not
 * written is empty.
 *
 * @param replicas how many Pods run; 1 when not written
 * @param workload what runs the Pods; kind Pod when not written
 * @param main the container that the app is about
 * @param init containers that run to their end before main, in the order written
 * @param sidecars helpers that run beside main
 * @param ambassadors proxies between main and the outside
 * @param adapters helpers that turn what main puts out into a standard form
 * @param volumes what containers may mount; without a source, an emptyDir shared by all
 * @param service how clients reach the app; null makes no Service
 * @param pod Pod-level fields
 * @param labels labels on every child
 * @param annotations annotations on every child
 * @param restartedAt any change rolls the Pods
 * @param security the profile that fills in security contexts; None when not written
 * @param disruptionBudget how many Pods voluntary disruptions must leave; null sets no bound
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
        "each container needs a name of its own over all roles (main is called main unless "
            + "it says otherwise): rename one of them")
@ValidationRule(
    value =
        "!"
            + CelRules.RUNS_TO_COMPLETION
            + " || ((!has(self.sidecars) || self.sidecars.all(h, !has(h.mode) || h.mode == "
            + "'Native')) && (!has(self.ambassadors) || self.ambassadors.all(h, !has(h.mode) || "
            + "h.mode == 'Native')) && (!has(self.adapters) || self.adapters.all(h, !has(h.mode) "
            + "|| h.mode == 'Native')))",
    message =
        "an Regular helper would keep the Job from ever ending: remove mode, so that it "
            + "ends with main")
@ValidationRule(
    value =
        CelRules.RUNS_TO_COMPLETION
            + " || !has(self.adapters) || self.adapters.all(a, !has(a.startAfter) || "
            + "size(a.startAfter) == 0 || (has(a.mode) && a.mode == 'Native'))",
    fieldPath = ".adapters",
    message =
        "an adapter is an ordinary container, which starts together with main and waits for "
            + "nobody: remove startAfter, or set mode: Native")
@ValidationRule(
    value =
        "!has(self.adapters) || self.adapters.filter(a, has(a.metrics) && "
            + "(!has(a.metrics.monitor) || a.metrics.monitor == 'Annotations')).size() <= 1",
    fieldPath = ".adapters",
    message =
        "the prometheus.io annotations hold one port, so only one adapter can use them: set "
            + "metrics.monitor: PodMonitor on the others, or None")
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
            "How many Pods run. Drives the scale subresource (kubectl scale, an HPA). Ignored by"
                + " DaemonSet, Job and CronJob. Default 1.")
        @SpecReplicas
        @Default("1")
        @Min(0)
        @Max(10000)
        @Nullable Integer replicas,
    @JsonPropertyDescription(
            "What runs the Pods: its kind, and the settings of that kind in the member of the same"
                + " name.")
        @Nullable Workload workload,
    @Required
        @JsonPropertyDescription(
            "The container that the app is about, a core/v1 Container. Its name defaults to"
                + " \"main\"; kubectl logs and kubectl exec pick it by default.")
        MainContainer main,
    @JsonPropertyDescription(
            "Containers that run to their end before main starts, one after another as written:"
                + " they prepare what the others need.")
        @Size(max = 10)
        List<InitContainer> init,
    @JsonPropertyDescription(
            "Helpers beside main (logs, monitoring, configuration) that share its network and the"
                + " volumes they mount. They start before main, stop after it and never keep a Job"
                + " from ending.")
        @Size(max = 10)
        List<Sidecar> sidecars,
    @JsonPropertyDescription(
            "Proxies between main and the outside. Inbound: clients reach the app only through it."
                + " Outbound: main's local door to something outside.")
        @Size(max = 10)
        List<Ambassador> ambassadors,
    @JsonPropertyDescription(
            "Helpers that turn what main puts out into a standard form, such as an exporter that"
                + " turns nginx's stub_status into Prometheus metrics. They start together with"
                + " main; in a Job or CronJob before it.")
        @Size(max = 10)
        List<Adapter> adapters,
    @JsonPropertyDescription(
            "What containers may mount. A volume without a source is an emptyDir shared by whoever"
                + " mounts it; else any core/v1 volume source.")
        @Size(max = 30)
        List<AppVolume> volumes,
    @JsonPropertyDescription("How clients reach the app. Omitted: no Service.")
        @Nullable ServiceSettings service,
    @JsonPropertyDescription("Pod-level fields, with the names of a core/v1 PodSpec.")
        @Nullable PodSettings pod,
    @JsonPropertyDescription("Labels on every child object.") @Size(max = 40)
        Map<String, String> labels,
    @JsonPropertyDescription("Annotations on every child object.") @Size(max = 40)
        Map<String, String> annotations,
    @JsonPropertyDescription(
            "Any change rolls the Pods, as kubectl rollout restart does; a time stamp by custom.")
        @Size(max = 64)
        @Nullable String restartedAt,
    @JsonPropertyDescription(
            "None (default) leaves security contexts as written, so that stock images run."
                + " Restricted fills in, on every container and the Pod, what the restricted Pod"
                + " Security Standard wants and the author left open.")
        @Nullable SecurityProfile security,
    @JsonPropertyDescription(
            "How many Pods the drain of a node, or a replacement by the operator, must leave: makes"
                + " a PodDisruptionBudget that lets Pods that are not Ready go. Kinds Pod, Deployment"
                + " and StatefulSet. Omitted: no such budget.")
        @Nullable DisruptionBudget disruptionBudget) {

  /** The name of the main container when its author gave none. */
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

  /** How many Pods are wanted, the default applied. */
  public int replicaCount() {
    return replicas == null ? 1 : replicas;
  }

  /** The kind of the workload, the default applied. */
  public WorkloadKind workloadKind() {
    return workload == null ? WorkloadKind.Pod : workload.kindOrDefault();
  }

  /** The settings of kind Pod, an empty set when none were written. */
  public PodWorkload podWorkload() {
    return workload == null || workload.pod() == null ? PodWorkload.EMPTY : workload.pod();
  }

  /** Claims that each Pod gets for itself; empty but for a StatefulSet. */
  public List<ClaimTemplate> claimTemplates() {
    return workload == null
            || workloadKind() != WorkloadKind.StatefulSet
            || workload.statefulSet() == null
        ? List.of()
        : workload.statefulSet().volumeClaimTemplates();
  }

  /** The name of the main container, the default applied. */
  public String mainName() {
    return main.getName() == null ? DEFAULT_MAIN_NAME : main.getName();
  }

  /** The Pod-level fields, an empty set when none were written. */
  public PodSettings podOrDefault() {
    return pod == null ? PodSettings.EMPTY : pod;
  }

  /** Every helper that may run beside main: ambassadors, adapters, sidecars, in that order. */
  public Stream<Helper> helpers() {
    return Stream.of(ambassadors, adapters, sidecars).flatMap(List::stream);
  }
}
