package io.patternedapp.api.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.SessionAffinityConfig;
import io.patternedapp.api.schema.CelRules;
import io.patternedapp.api.schema.NullSafe;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the Service through which clients reach the app. Fields of core/v1 ServiceSpec keep
 * their meaning.
 *
 * @param name name of the Service; defaults to the name of the app
 * @param type type of the Service; defaults to NodePort
 * @param clusterIP None creates a headless Service, whose DNS name resolves to the addresses of the
 *     Pods
 * @param ports ports of the Service; defaults to all ports of the Inbound ambassadors if there are
 *     any, else of main, each with the same number
 * @param labels labels of the Service only
 * @param annotations annotations of the Service only
 * @param sessionAffinity session affinity; defaults to None
 * @param sessionAffinityConfig configuration of session affinity: the timeout of ClientIP
 * @param externalTrafficPolicy how nodes route external traffic; defaults to Cluster
 * @param internalTrafficPolicy how nodes route traffic from within the cluster; defaults to Cluster
 * @param publishNotReadyAddresses whether the Service also publishes the addresses of Pods that are
 *     not ready; defaults to false
 * @param loadBalancerClass class of the load balancer implementation
 * @param loadBalancerSourceRanges client IP ranges (CIDR) that the load balancer admits
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.ports) || !self.ports.exists(p, has(p.nodePort)) || (has(self.type) ? self.type"
            + " != 'ClusterIP' : !has(self.clusterIP))",
    fieldPath = ".ports",
    message =
        "nodePort is allowed only for type NodePort or LoadBalancer: remove nodePort, or"
            + " change service.type")
@ValidationRule(
    value = "!has(self.clusterIP) || !has(self.type) || self.type == 'ClusterIP'",
    fieldPath = ".clusterIP",
    message =
        "clusterIP: None is allowed only for type ClusterIP: remove service.type or clusterIP")
@ValidationRule(
    value = CelRules.NO_RESERVED_LABELS,
    fieldPath = ".labels",
    message = CelRules.NO_RESERVED_LABELS_MESSAGE)
@ValidationRule(
    value = CelRules.NO_RESERVED_ANNOTATIONS,
    fieldPath = ".annotations",
    message = CelRules.NO_RESERVED_ANNOTATIONS_MESSAGE)
@ValidationRule(
    value = "!has(self.name) || self.name" + CelRules.IS_DNS_LABEL,
    fieldPath = ".name",
    message =
        "service.name must have only lower case alphanumeric characters or '-', start with an"
            + " alphabetic character and end with an alphanumeric character")
@ValidationRule(
    value =
        "!has(self.ports) || self.ports.all(p, !has(p.nodePort) || self.ports.exists_one(q, "
            + "has(q.nodePort) && q.nodePort == p.nodePort && q.protocol == p.protocol))",
    fieldPath = ".ports",
    message =
        "nodePort must be unique among ports of the same protocol: change or remove one of"
            + " them")
@ValidationRule(
    value =
        "!has(self.externalTrafficPolicy) || (has(self.type) ? self.type != 'ClusterIP' : "
            + "!has(self.clusterIP))",
    fieldPath = ".externalTrafficPolicy",
    message =
        "externalTrafficPolicy is allowed only for type NodePort or LoadBalancer: remove"
            + " externalTrafficPolicy, or change service.type")
@ValidationRule(
    value = "!has(self.loadBalancerClass) || (has(self.type) && self.type == 'LoadBalancer')",
    fieldPath = ".loadBalancerClass",
    message =
        "loadBalancerClass is allowed only for type LoadBalancer: remove loadBalancerClass, or"
            + " change service.type")
@ValidationRule(
    value =
        "!has(self.loadBalancerSourceRanges) || size(self.loadBalancerSourceRanges) == 0 || "
            + "(has(self.type) && self.type == 'LoadBalancer')",
    fieldPath = ".loadBalancerSourceRanges",
    message =
        "loadBalancerSourceRanges is allowed only for type LoadBalancer: remove"
            + " loadBalancerSourceRanges, or change service.type")
@ValidationRule(
    value =
        "!has(self.sessionAffinityConfig) || (has(self.sessionAffinity) && "
            + "self.sessionAffinity == 'ClientIP')",
    fieldPath = ".sessionAffinityConfig",
    message =
        "sessionAffinityConfig is allowed only for sessionAffinity: ClientIP: set"
            + " sessionAffinity, or remove sessionAffinityConfig")
public record ServiceSettings(
    @JsonPropertyDescription("Name of the Service. Defaults to the name of the app.")
        @Size(max = 63)
        @Nullable String name,
    @JsonPropertyDescription(
            "Type of the Service. NodePort (default), ClusterIP or LoadBalancer. With"
                + " clusterIP None, the default is ClusterIP.")
        @Nullable ServiceType type,
    @JsonPropertyDescription(
            "None creates a headless Service, whose DNS name resolves to the addresses of the"
                + " Pods.")
        @Nullable HeadlessMarker clusterIP,
    @JsonPropertyDescription(
            "Ports of the Service. Defaults to all ports of the Inbound ambassadors if there"
                + " are any, else of main, each with the same number.")
        @Size(max = 16)
        List<AppServicePort> ports,
    @JsonPropertyDescription("Labels of the Service only.") @Size(max = 40)
        Map<String, String> labels,
    @JsonPropertyDescription("Annotations of the Service only.") @Size(max = 40)
        Map<String, String> annotations,
    @JsonPropertyDescription(
            "Session affinity. None (default), or ClientIP, which routes the connections of a"
                + " client to the same Pod.")
        @Nullable SessionAffinity sessionAffinity,
    @JsonPropertyDescription("Configuration of session affinity: the timeout of ClientIP.")
        @Nullable SessionAffinityConfig sessionAffinityConfig,
    @JsonPropertyDescription(
            "How nodes route external traffic. Cluster (default): every node routes to the"
                + " Pods on all nodes. Local: only nodes with a Pod accept traffic, and Pods see"
                + " the client's source IP. Not for type ClusterIP.")
        @Nullable TrafficPolicy externalTrafficPolicy,
    @JsonPropertyDescription(
            "How nodes route traffic from within the cluster. Cluster (default): to the Pods"
                + " on all nodes. Local: only to Pods on the same node.")
        @Nullable TrafficPolicy internalTrafficPolicy,
    @JsonPropertyDescription(
            "Whether the Service also publishes the addresses of Pods that are not ready."
                + " Defaults to false.")
        @Nullable Boolean publishNotReadyAddresses,
    @JsonPropertyDescription(
            "Class of the load balancer implementation. Only for type LoadBalancer.")
        @Size(max = 253)
        @Nullable String loadBalancerClass,
    @JsonPropertyDescription(
            "Client IP ranges (CIDR) that the load balancer admits. Only for type"
                + " LoadBalancer.")
        @Size(max = 64)
        List<String> loadBalancerSourceRanges) {

  public ServiceSettings {
    ports = NullSafe.orEmpty(ports);
    labels = NullSafe.orEmpty(labels);
    annotations = NullSafe.orEmpty(annotations);
    loadBalancerSourceRanges = NullSafe.orEmpty(loadBalancerSourceRanges);
  }

  /** Returns the type, or its default. */
  public ServiceType typeOrDefault() {
    if (type != null) {
      return type;
    }
    return clusterIP == null ? ServiceType.NodePort : ServiceType.ClusterIP;
  }
}
