package io.patternedapp.validate.network;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.service.ServiceSettings;
import io.patternedapp.api.service.ServiceType;
import io.patternedapp.api.service.SessionAffinity;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.IpAddresses;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;

/** Checks the fields of the Service, some of which require a type. */
public final class ServiceFieldsCheck implements SpecCheck {

  private static final String MISPLACED = "ServiceFieldMisplaced";
  private static final int MAX_AFFINITY_SECONDS = 86400;

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var service = spec.service();
    if (service == null) {
      return;
    }
    problems.errorIf(
        service.name() != null && !NameFormat.DNS_1035.accepts(service.name()),
        "spec.service.name",
        "ServiceNameInvalid",
        "Invalid value \"%s\": a Service name %s",
        service.name(),
        NameFormat.DNS_1035.description());
    checkType(service, problems);
    checkLoadBalancer(service, problems);
    checkSessionAffinity(service, problems);
  }

  private static void checkType(ServiceSettings service, Problems problems) {
    problems.errorIf(
        service.clusterIP() != null && service.typeOrDefault() != ServiceType.ClusterIP,
        "spec.service.clusterIP",
        MISPLACED,
        "Forbidden: clusterIP: None makes the Service headless, which requires type ClusterIP;"
            + " remove service.type or clusterIP");
    problems.errorIf(
        service.externalTrafficPolicy() != null && service.typeOrDefault() == ServiceType.ClusterIP,
        "spec.service.externalTrafficPolicy",
        MISPLACED,
        "Forbidden: a Service of type ClusterIP receives no external traffic; remove it, or"
            + " change service.type");
  }

  private static void checkLoadBalancer(ServiceSettings service, Problems problems) {
    var isLoadBalancer = service.type() == ServiceType.LoadBalancer;
    problems.errorIf(
        !isLoadBalancer && service.loadBalancerClass() != null,
        "spec.service.loadBalancerClass",
        MISPLACED,
        "Forbidden: may only be set when service.type is LoadBalancer; remove it, or change"
            + " service.type");
    problems.errorIf(
        !isLoadBalancer && !service.loadBalancerSourceRanges().isEmpty(),
        "spec.service.loadBalancerSourceRanges",
        MISPLACED,
        "Forbidden: may only be set when service.type is LoadBalancer; remove it, or change"
            + " service.type");
    problems.errorIf(
        !NameFormat.QUALIFIED_NAME.acceptsIfPresent(service.loadBalancerClass()),
        "spec.service.loadBalancerClass",
        "LoadBalancerClassInvalid",
        "Invalid value \"%s\": a load balancer class %s",
        service.loadBalancerClass(),
        NameFormat.QUALIFIED_NAME.description());
    var ranges =
        FieldValue.items(
            "spec.service.loadBalancerSourceRanges", service.loadBalancerSourceRanges());
    for (var range : ranges) {
      problems.errorIf(
          !IpAddresses.isCidr(range.value().strip()),
          range.path(),
          "AddressInvalid",
          "Invalid value \"%s\": must be a CIDR range such as 10.0.0.0/8",
          range.value());
    }
  }

  private static void checkSessionAffinity(ServiceSettings service, Problems problems) {
    var config = service.sessionAffinityConfig();
    if (config == null) {
      return;
    }
    problems.errorIf(
        service.sessionAffinity() != SessionAffinity.ClientIP,
        "spec.service.sessionAffinityConfig",
        MISPLACED,
        "Forbidden: may only be set when sessionAffinity is ClientIP; set sessionAffinity:"
            + " ClientIP, or remove it");
    var seconds = config.getClientIP() == null ? null : config.getClientIP().getTimeoutSeconds();
    problems.errorIf(
        seconds != null && (seconds < 1 || seconds > MAX_AFFINITY_SECONDS),
        "spec.service.sessionAffinityConfig.clientIP.timeoutSeconds",
        "AffinityTimeoutInvalid",
        "Invalid value %d: must be between 1 and %d seconds",
        seconds,
        MAX_AFFINITY_SECONDS);
  }
}
