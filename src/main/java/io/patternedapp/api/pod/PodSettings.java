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
 * Pod-level fields. Except for labels and annotations, they have the names of core/v1 PodSpec and
 * the same defaults; only the default of {@code automountServiceAccountToken} differs.
 *
 * @param labels labels of the Pods only
 * @param annotations annotations of the Pods only
 * @param automountServiceAccountToken whether the token of the ServiceAccount is mounted into the
 *     containers; defaults to true if serviceAccountName is set, or false otherwise
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
    @JsonPropertyDescription("Labels of the Pods only.") @Size(max = 40) Map<String, String> labels,
    @JsonPropertyDescription("Annotations of the Pods only.") @Size(max = 40)
        Map<String, String> annotations,
    @JsonPropertyDescription(
            "Name of the ServiceAccount that runs the Pods. Defaults to the default"
                + " ServiceAccount of the namespace, whose token is not mounted.")
        @Size(max = 253)
        @Nullable String serviceAccountName,
    @JsonPropertyDescription(
            "Whether the token of the ServiceAccount is mounted into the containers. Defaults"
                + " to true if serviceAccountName is set, or false otherwise.")
        @Nullable Boolean automountServiceAccountToken,
    @JsonPropertyDescription("Labels that a node must have to run the Pods.") @Size(max = 40)
        Map<String, String> nodeSelector,
    @JsonPropertyDescription("Scheduling constraints of the Pods, as in core/v1 PodSpec.")
        @Nullable Affinity affinity,
    @JsonPropertyDescription("Taints that the Pods tolerate.") @Size(max = 64)
        List<Toleration> tolerations,
    @JsonPropertyDescription("How the Pods spread across topology domains such as zones and nodes.")
        @Size(max = 16)
        List<TopologySpreadConstraint> topologySpreadConstraints,
    @JsonPropertyDescription("Secrets for pulling the images.") @Size(max = 16)
        List<LocalObjectReference> imagePullSecrets,
    @JsonPropertyDescription("Pod-level security attributes.")
        @Nullable PodSecurityContext securityContext,
    @JsonPropertyDescription(
            "Seconds that the Pods have to terminate gracefully before the kubelet kills their"
                + " processes. Defaults to 30.")
        @Min(0)
        @Nullable Long terminationGracePeriodSeconds,
    @JsonPropertyDescription(
            "Seconds after which a Pod that is still active is terminated and marked as"
                + " failed.")
        @Min(1)
        @Nullable Long activeDeadlineSeconds,
    @JsonPropertyDescription(
            "Restart policy of main and the other regular containers. Defaults to Always, or"
                + " Never for kinds Job and CronJob.")
        @Nullable PodRestartPolicy restartPolicy,
    @JsonPropertyDescription("Name of the PriorityClass of the Pods.") @Size(max = 253)
        @Nullable String priorityClassName,
    @JsonPropertyDescription("Name of the RuntimeClass of the Pods.") @Size(max = 253)
        @Nullable String runtimeClassName,
    @JsonPropertyDescription("Name of the scheduler that assigns the Pods to nodes.")
        @Size(max = 253)
        @Nullable String schedulerName,
    @JsonPropertyDescription("Hostname of the Pods. Defaults to the Pod's name.") @Size(max = 63)
        @Nullable String hostname,
    @JsonPropertyDescription(
            "Subdomain of the Pods. Together with hostname it sets their fully qualified"
                + " hostname.")
        @Size(max = 63)
        @Nullable String subdomain,
    @JsonPropertyDescription("Entries added to the Pods' /etc/hosts file.") @Size(max = 32)
        List<HostAlias> hostAliases,
    @JsonPropertyDescription("DNS policy of the Pods. Defaults to ClusterFirst.")
        @Nullable DnsPolicy dnsPolicy,
    @JsonPropertyDescription(
            "DNS parameters of the Pods: name servers, search domains and resolver options.")
        @Nullable PodDNSConfig dnsConfig,
    @JsonPropertyDescription(
            "Whether the containers of a Pod share a single process namespace. Defaults to"
                + " false.")
        @Nullable Boolean shareProcessNamespace,
    @JsonPropertyDescription(
            "Whether environment variables with the addresses of Services are added to the"
                + " containers. Defaults to true.")
        @Nullable Boolean enableServiceLinks,
    @JsonPropertyDescription("Additional conditions that must be True for a Pod to be ready.")
        @Size(max = 16)
        List<PodReadinessGate> readinessGates) {

  /** Settings without any field. */
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

  /** Returns whether the token of the ServiceAccount is mounted, or the default. */
  public boolean automountTokenOrDefault() {
    return automountServiceAccountToken == null
        ? serviceAccountName != null
        : automountServiceAccountToken;
  }
}
