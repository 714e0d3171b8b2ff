package io.patternedapp.expand.pod;

import io.fabric8.kubernetes.api.model.CapabilitiesBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SeccompProfileBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;
import java.util.Objects;

/**
 * Sets the unset fields that the {@code restricted} Pod Security Standard requires. See
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
final class RestrictedProfile {

  private RestrictedProfile() {}

  static void applyTo(Container container) {
    var context =
        Objects.requireNonNullElseGet(container.getSecurityContext(), SecurityContext::new);
    if (context.getAllowPrivilegeEscalation() == null) {
      context.setAllowPrivilegeEscalation(false);
    }
    var capabilities =
        new CapabilitiesBuilder(
                Objects.requireNonNullElseGet(
                    context.getCapabilities(), () -> new CapabilitiesBuilder().build()))
            .build();
    if (capabilities.getDrop().isEmpty()) {
      capabilities.setDrop(List.of("ALL"));
    }
    context.setCapabilities(capabilities);
    container.setSecurityContext(context);
  }

  static void applyTo(PodSpec pod) {
    var context = Objects.requireNonNullElseGet(pod.getSecurityContext(), PodSecurityContext::new);
    if (context.getRunAsNonRoot() == null) {
      context.setRunAsNonRoot(true);
    }
    if (context.getSeccompProfile() == null) {
      context.setSeccompProfile(new SeccompProfileBuilder().withType("RuntimeDefault").build());
    }
    pod.setSecurityContext(context);
  }
}
