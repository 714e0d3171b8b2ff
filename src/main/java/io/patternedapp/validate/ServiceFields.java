package io.patternedapp.validate;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.ServiceSettings;
import io.patternedapp.api.ServiceType;
import io.patternedapp.api.SessionAffinity;

/** Fields of the Service that go with some types only. */
final class ServiceFields implements SpecCheck {

  private static final String MISPLACED = "ServiceFieldMisplaced";
  private static final int MAX_AFFINITY_SECONDS = 86400;

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var service = spec.service();
    if (service == null) {
      return;
    }
    problems.errorIf(
        service.name() != null && !Syntax.DNS_1035.accepts(service.name()),
        "spec.service.name",
        "ServiceNameInvalid",
        "\"%s\" cannot name a Service: use %s",
        service.name(),
        Syntax.DNS_1035.rule());
    checkType(service, problems);
    checkLoadBalancer(service, problems);
    checkAffinity(service, problems);
  }

  private static void checkType(ServiceSettings service, Problems problems) {
    problems.errorIf(
        service.clusterIP() != null && service.typeOrDefault() != ServiceType.ClusterIP,
        "spec.service.clusterIP",
        MISPLACED,
        "clusterIP: None makes the Service headless, which needs type ClusterIP: remove"
            + " service.type or clusterIP");
    problems.errorIf(
        service.externalTrafficPolicy() != null && service.typeOrDefault() == ServiceType.ClusterIP,
        "spec.service.externalTrafficPolicy",
        MISPLACED,
        "no traffic comes from outside to a Service of type ClusterIP: remove it, or change"
            + " service.type");
  }

  private static void checkLoadBalancer(ServiceSettings service, Problems problems) {
    var isLoadBalancer = service.type() == ServiceType.LoadBalancer;
    problems.errorIf(
        !isLoadBalancer && service.loadBalancerClass() != null,
        "spec.service.loadBalancerClass",
        MISPLACED,
        "it goes with type LoadBalancer only: remove it, or change service.type");
    problems.errorIf(
        !isLoadBalancer && !service.loadBalancerSourceRanges().isEmpty(),
        "spec.service.loadBalancerSourceRanges",
        MISPLACED,
        "they go with type LoadBalancer only: remove them, or change service.type");
    problems.errorIf(
        !Syntax.QUALIFIED_NAME.acceptsIfGiven(service.loadBalancerClass()),
        "spec.service.loadBalancerClass",
        "LoadBalancerClassInvalid",
        "\"%s\" cannot name a class: use %s",
        service.loadBalancerClass(),
        Syntax.QUALIFIED_NAME.rule());
    var ranges =
        Located.items("spec.service.loadBalancerSourceRanges", service.loadBalancerSourceRanges());
    for (var range : ranges) {
      problems.errorIf(
          !Addresses.isRange(range.value().strip()),
          range.path(),
          "AddressInvalid",
          "\"%s\" is not a range of addresses: write one such as 10.0.0.0/8",
          range.value());
    }
  }

  private static void checkAffinity(ServiceSettings service, Problems problems) {
    var config = service.sessionAffinityConfig();
    if (config == null) {
      return;
    }
    problems.errorIf(
        service.sessionAffinity() != SessionAffinity.ClientIP,
        "spec.service.sessionAffinityConfig",
        MISPLACED,
        "it goes with sessionAffinity: ClientIP only: set that, or remove it");
    var seconds = config.getClientIP() == null ? null : config.getClientIP().getTimeoutSeconds();
    problems.errorIf(
        seconds != null && (seconds < 1 || seconds > MAX_AFFINITY_SECONDS),
        "spec.service.sessionAffinityConfig.clientIP.timeoutSeconds",
        "AffinityTimeoutInvalid",
        "%d is not possible: use 1 to %d seconds",
        seconds,
        MAX_AFFINITY_SECONDS);
  }
}
