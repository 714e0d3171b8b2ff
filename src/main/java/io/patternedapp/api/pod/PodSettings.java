package io.patternedapp.api.pod;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.patternedapp.api.schema.CelRules;
import io.patternedapp.api.schema.NullSafe;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pod-level fields. All but the first two are fields of core/v1 PodSpec under the same names and
 * with the same defaults, except {@code automountServiceAccountToken}.
 *
 * @param labels labels on Pods only
 * @param annotations annotations on Pods only
 * @param automountServiceAccountToken when not written, false unless serviceAccountName is given
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = CelRules.NO_RESERVED_LABELS,
    fieldPath = ".labels",
    message = CelRules.NO_RESERVED_LABELS_MESSAGE)
@ValidationRule(
    value = CelRules.NO_RESERVED_ANNOTATIONS,
    fieldPath = ".annotations",
    message = CelRules.NO_RESERVED_ANNOTATIONS_MESSAGE)
public record PodSettings(
    @JsonPropertyDescription("Labels on Pods only.") @Size(max = 40) Map<String, String> labels,
    @JsonPropertyDescription("Annotations on Pods only.") @Size(max = 40)
        Map<String, String> annotations,
    @JsonPropertyDescription(
            "The ServiceAccount that the Pods run as. Default: the namespace's default one, without"
                + " its token.")
        @Size(max = 253)
        @Nullable String serviceAccountName,
    @JsonPropertyDescription(
            "Whether containers get the ServiceAccount's token. Default: only when"
                + " serviceAccountName is given.")
        @Nullable Boolean automountServiceAccountToken,
    @JsonPropertyDescription("Labels that a node must have.") @Size(max = 40)
        Map<String, String> nodeSelector,
    @JsonPropertyDescription("Scheduling rules between Pods and nodes, as in core/v1 PodSpec.")
        @Nullable Affinity affinity,
    @JsonPropertyDescription("Taints that the Pods tolerate.") @Size(max = 64)
        List<Toleration> tolerations,
    @JsonPropertyDescription("How the Pods spread over zones and nodes.") @Size(max = 16)
        List<TopologySpreadConstraint> topologySpreadConstraints,
    @JsonPropertyDescription("Secrets with which images are pulled.") @Size(max = 16)
        List<LocalObjectReference> imagePullSecrets,
    @JsonPropertyDescription("Security settings of the Pod as a whole.")
        @Nullable PodSecurityContext securityContext,
    @JsonPropertyDescription("Seconds between the request to stop and the kill. Default 30.")
        @Min(0)
        @Nullable Long terminationGracePeriodSeconds,
    @JsonPropertyDescription("Seconds after which a Pod that still runs is failed.") @Min(1)
        @Nullable Long activeDeadlineSeconds,
    @JsonPropertyDescription(
            "When main and other ordinary containers are restarted. Default Always.")
        @Nullable PodRestartPolicy restartPolicy,
    @JsonPropertyDescription("The PriorityClass of the Pods.") @Size(max = 253)
        @Nullable String priorityClassName,
    @JsonPropertyDescription("The RuntimeClass of the Pods.") @Size(max = 253)
        @Nullable String runtimeClassName,
    @JsonPropertyDescription("Which scheduler places the Pods.") @Size(max = 253)
        @Nullable String schedulerName,
    @JsonPropertyDescription("The Pods' host name. Default: the Pod's name.") @Size(max = 63)
        @Nullable String hostname,
    @JsonPropertyDescription("With hostname, the Pods' fully qualified name.") @Size(max = 63)
        @Nullable String subdomain,
    @JsonPropertyDescription("Entries added to the Pods' /etc/hosts.") @Size(max = 32)
        List<HostAlias> hostAliases,
    @JsonPropertyDescription("How the Pods resolve names. Default ClusterFirst.")
        @Nullable DnsPolicy dnsPolicy,
    @JsonPropertyDescription("Name servers, search domains and options of the Pods' resolver.")
        @Nullable PodDNSConfig dnsConfig,
    @JsonPropertyDescription("Whether the containers see each other's processes. Default false.")
        @Nullable Boolean shareProcessNamespace,
    @JsonPropertyDescription(
            "Whether containers get environment variables for every Service. Default true.")
        @Nullable Boolean enableServiceLinks,
    @JsonPropertyDescription("Further conditions that a Pod needs to be Ready.") @Size(max = 16)
        List<PodReadinessGate> readinessGates) {

  /** No Pod-level field written. */
  public static final PodSettings EMPTY =
      new PodSettings(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null, null, null, null, null);

  public PodSettings {
    labels = NullSafe.orEmpty(labels);
    annotations = NullSafe.orEmpty(annotations);
    nodeSelector = NullSafe.orEmpty(nodeSelector);
    tolerations = NullSafe.orEmpty(tolerations);
    topologySpreadConstraints = NullSafe.orEmpty(topologySpreadConstraints);
    imagePullSecrets = NullSafe.orEmpty(imagePullSecrets);
    hostAliases = NullSafe.orEmpty(hostAliases);
    readinessGates = NullSafe.orEmpty(readinessGates);
  }

  /** Whether containers get the ServiceAccount's token, the default applied. */
  public boolean automountTokenOrDefault() {
    return automountServiceAccountToken == null
        ? serviceAccountName != null
        : automountServiceAccountToken;
  }
}
