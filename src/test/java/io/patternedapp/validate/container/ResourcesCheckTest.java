package io.patternedapp.validate.container;

import io.patternedapp.validate.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcesCheckTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "0", "500m", "'0.5'", "64Mi", "1e3", "1E", "2E2", ".5", "1.", "+1", "100n"})
  void validQuantitiesAreAccepted(String quantity) {
    Findings.in("main: {resources: {limits: {memory: %s}}}".formatted(quantity)).none();
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "'1 Gi'", "1GB", "1Mib", "m", "1e999999999", "'1,5'", "'.'"})
  void invalidQuantitiesAreRejected(String quantity) {
    Findings.in("main: {resources: {limits: {memory: %s}}}".formatted(quantity))
        .are("spec.main.resources.limits[\"memory\"] QuantityInvalid")
        .saying("must be a number with an optional suffix such as m, k, M, G")
        .saying("a fraction in quotes (\"0.5\")");
  }

  @Test
  void negativeQuantitiesAreRejected() {
    Findings.in("main: {resources: {requests: {cpu: -1}}}")
        .are("spec.main.resources.requests[\"cpu\"] QuantityInvalid")
        .saying("Invalid value -1: must be greater than or equal to 0");
  }

  @Test
  void resourceRequestAboveItsLimitIsRejected() {
    var cpu = "main: {resources: {limits: {cpu: %s}, requests: {cpu: %s}}}";
    Findings.in(cpu.formatted("1", "1000m")).none();
    Findings.in(cpu.formatted("1", "1001m"))
        .are("spec.main.resources.requests[\"cpu\"] RequestOverLimit")
        .saying("the cpu request must be less than or equal to the limit");
    Findings.in("main: {resources: {requests: {cpu: 5}, limits: {memory: 1Gi}}}").none();
    Findings.in("sidecars: [{name: a, resources: {limits: {memory: 1M}, requests: {memory: 1Mi}}}]")
        .are("spec.sidecars[0].resources.requests[\"memory\"] RequestOverLimit");
  }

  @Test
  void extendedResourceRequestMustEqualItsLimit() {
    var gpu = "main: {resources: {limits: {example.com/gpu: %s}, requests: {example.com/gpu: 1}}}";
    Findings.in(gpu.formatted("1")).none();
    Findings.in(gpu.formatted("2"))
        .are("spec.main.resources.requests[\"example.com/gpu\"] RequestOverLimit")
        .saying("cannot be overcommitted");
    Findings.in("main: {resources: {requests: {hugepages-2Mi: 2Mi, cpu: 1}}}")
        .are("spec.main.resources.requests[\"hugepages-2Mi\"] RequestOverLimit");
    Findings.in("main: {resources: {limits: {hugepages-2Mi: 2Mi, memory: 1Mi}}}").none();
  }

  @Test
  void hugePagesWithoutCpuOrMemoryAreRejected() {
    Findings.in("main: {resources: {limits: {hugepages-2Mi: 2Mi}}}")
        .are("spec.main.resources HugePagesAlone");
    Findings.in("main: {resources: {limits: {hugepages-2Mi: 2Mi}, requests: {cpu: 1}}}").none();
  }

  @Test
  void fractionalExtendedResourceIsRejected() {
    Findings.in("main: {resources: {limits: {example.com/gpu: 500m}}}")
        .are("spec.main.resources.limits[\"example.com/gpu\"] QuantityInvalid");
    Findings.in("main: {resources: {limits: {example.com/gpu: 1k, cpu: 500m}}}").none();
  }

  @Test
  void unknownResourceNamesAreRejected() {
    Findings.in("main: {resources: {limits: {mem: 1Gi, 'a/b/c': 1, ephemeral-storage: 1Gi}}}")
        .are(
            "spec.main.resources.limits[\"mem\"] ResourceUnknown",
            "spec.main.resources.limits[\"a/b/c\"] ResourceUnknown")
        .saying(
            "Unsupported value \"mem\": not a resource of a container; available: \"cpu\", \"ephemeral-storage\"");
    Findings.in("main: {resources: {limits: {memry: 1Gi}}}").saying("did you mean \"memory\"?");
  }

  @Test
  void resourceClaimsAreRejected() {
    Findings.in("main: {resources: {claims: [{name: a}]}}")
        .are("spec.main.resources.claims ResourceClaimUnknown");
    Findings.in("main: {resources: {}}").none();
  }
}
