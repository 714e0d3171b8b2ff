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
 * How clients reach the app. Fields that core/v1 ServiceSpec has too mean the same as there.
 *
 * @param name the Service's name; the app's own when not written
 * @param type NodePort when not written, or ClusterIP where clusterIP is None
 * @param clusterIP None makes the Service headless
 * @param ports what the Service listens on
 * @param labels labels on the Service only
 * @param annotations annotations on the Service only
 * @param sessionAffinity None or ClientIP
 * @param sessionAffinityConfig the timeout of ClientIP affinity
 * @param externalTrafficPolicy Cluster or Local
 * @param internalTrafficPolicy Cluster or Local
 * @param publishNotReadyAddresses whether Pods that are not Ready are published too
 * @param loadBalancerClass which load balancer implementation serves it
 * @param loadBalancerSourceRanges client addresses that the load balancer admits
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.ports) || !self.ports.exists(p, has(p.nodePort)) || (has(self.type) ? self.type"
            + " != 'ClusterIP' : !has(self.clusterIP))",
    fieldPath = ".ports",
    message =
        "a nodePort needs type NodePort or LoadBalancer: remove the nodePort or change service.type")
@ValidationRule(
    value = "!has(self.clusterIP) || !has(self.type) || self.type == 'ClusterIP'",
    fieldPath = ".clusterIP",
    message =
        "clusterIP: None makes the Service headless, which needs type ClusterIP: remove"
            + " service.type or clusterIP")
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
        "service.name cannot name a Service: use lower-case letters, digits and hyphens, "
            + "beginning with a letter and not ending with a hyphen")
@ValidationRule(
    value =
        "!has(self.ports) || self.ports.all(p, !has(p.nodePort) || self.ports.exists_one(q, "
            + "has(q.nodePort) && q.nodePort == p.nodePort && q.protocol == p.protocol))",
    fieldPath = ".ports",
    message = "two ports have the same nodePort: change one of them, or leave it out")
@ValidationRule(
    value =
        "!has(self.externalTrafficPolicy) || (has(self.type) ? self.type != 'ClusterIP' : "
            + "!has(self.clusterIP))",
    fieldPath = ".externalTrafficPolicy",
    message =
        "no traffic comes from outside to a Service of type ClusterIP: remove "
            + "externalTrafficPolicy, or change service.type")
@ValidationRule(
    value = "!has(self.loadBalancerClass) || (has(self.type) && self.type == 'LoadBalancer')",
    fieldPath = ".loadBalancerClass",
    message =
        "loadBalancerClass goes with type LoadBalancer only: remove it, or change "
            + "service.type")
@ValidationRule(
    value =
        "!has(self.loadBalancerSourceRanges) || size(self.loadBalancerSourceRanges) == 0 || "
            + "(has(self.type) && self.type == 'LoadBalancer')",
    fieldPath = ".loadBalancerSourceRanges",
    message =
        "loadBalancerSourceRanges go with type LoadBalancer only: remove them, or change "
            + "service.type")
@ValidationRule(
    value =
        "!has(self.sessionAffinityConfig) || (has(self.sessionAffinity) && "
            + "self.sessionAffinity == 'ClientIP')",
    fieldPath = ".sessionAffinityConfig",
    message =
        "sessionAffinityConfig goes with sessionAffinity: ClientIP only: set that, or remove "
            + "it")
public record ServiceSettings(
    @JsonPropertyDescription(
            "The Service's name, since others depend on it. Default: the app's own name.")
        @Size(max = 63)
        @Nullable String name,
    @JsonPropertyDescription(
            "NodePort (default), ClusterIP or LoadBalancer. clusterIP: None implies ClusterIP.")
        @Nullable ServiceType type,
    @JsonPropertyDescription(
            "None makes the Service headless: its name resolves to the Pods' own addresses.")
        @Nullable HeadlessMarker clusterIP,
    @JsonPropertyDescription(
            "What the Service listens on. Default: every port of the Inbound ambassadors, or else"
                + " of main, under its own number.")
        @Size(max = 16)
        List<AppServicePort> ports,
    @JsonPropertyDescription("Labels on the Service only.") @Size(max = 40)
        Map<String, String> labels,
    @JsonPropertyDescription("Annotations on the Service only.") @Size(max = 40)
        Map<String, String> annotations,
    @JsonPropertyDescription("None (default) or ClientIP: a client keeps reaching the same Pod.")
        @Nullable SessionAffinity sessionAffinity,
    @JsonPropertyDescription("The timeout of ClientIP affinity.")
        @Nullable SessionAffinityConfig sessionAffinityConfig,
    @JsonPropertyDescription(
            "Cluster (default): any node answers for Pods on all. Local: only nodes with a Pod"
                + " answer, and Pods see the client's address. Not with type ClusterIP.")
        @Nullable TrafficPolicy externalTrafficPolicy,
    @JsonPropertyDescription(
            "Cluster (default): clients in the cluster reach all Pods. Local: only those on their"
                + " own node.")
        @Nullable TrafficPolicy internalTrafficPolicy,
    @JsonPropertyDescription("True publishes Pods before they are Ready. Default false.")
        @Nullable Boolean publishNotReadyAddresses,
    @JsonPropertyDescription(
            "Which load balancer implementation serves it; only with type LoadBalancer.")
        @Size(max = 253)
        @Nullable String loadBalancerClass,
    @JsonPropertyDescription(
            "Client addresses (CIDR) that the load balancer admits; only with type LoadBalancer.")
        @Size(max = 64)
        List<String> loadBalancerSourceRanges) {

  public ServiceSettings {
    ports = NullSafe.orEmpty(ports);
    labels = NullSafe.orEmpty(labels);
    annotations = NullSafe.orEmpty(annotations);
    loadBalancerSourceRanges = NullSafe.orEmpty(loadBalancerSourceRanges);
  }

  /** The type, the default applied. */
  public ServiceType typeOrDefault() {
    if (type != null) {
      return type;
    }
    return clusterIP == null ? ServiceType.NodePort : ServiceType.ClusterIP;
  }
}
