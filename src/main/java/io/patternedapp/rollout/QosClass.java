package io.patternedapp.rollout;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Quality of service class of a Pod, which is immutable. Follows {@code ComputePodQOS} in
 * k8s.io/kubernetes (pkg/apis/core/v1/helper/qos).
 */
enum QosClass {
  GUARANTEED,
  BURSTABLE,
  BEST_EFFORT;

  private static final List<String> RESOURCES = List.of("cpu", "memory");

  static QosClass classify(PodFieldDigests fingerprint) {
    var isGuaranteed = true;
    var isBestEffort = true;
    for (var list : FingerprintPaths.CONTAINER_LISTS) {
      for (var container : fingerprint.containerNames(list)) {
        for (var resource : RESOURCES) {
          var limit = resourceValue(fingerprint, list, container, "limits", resource);
          var request = resourceValue(fingerprint, list, container, "requests", resource);
          isBestEffort &= isZero(limit) && isZero(request);
          isGuaranteed &= !isZero(limit) && (request == null || Objects.equals(limit, request));
        }
      }
    }
    if (isBestEffort) {
      return BEST_EFFORT;
    }
    return isGuaranteed ? GUARANTEED : BURSTABLE;
  }

  private static boolean isZero(@Nullable String quantity) {
    return quantity == null || Quantity.parse(quantity).getNumericalAmount().signum() == 0;
  }

  /**
   * Returns a quantity of a container in canonical form, so that equal quantities have equal texts.
   */
  private static @Nullable String resourceValue(
      PodFieldDigests fingerprint, String list, String container, String part, String resource) {
    return fingerprint.value(
        "spec.%s[%s].resources.%s[%s]".formatted(list, container, part, resource));
  }
}
