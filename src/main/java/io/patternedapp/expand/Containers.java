package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.patternedapp.api.Ambassador;
import io.patternedapp.api.Helper;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.PortProtocol;
import io.patternedapp.api.Role;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;
import io.patternedapp.api.SecurityProfile;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What each role's container becomes in the Pod. */
final class Containers {

  private static final String[] OWN_KEYS = {
    "files", "startAfter", "mode", "exportEnv", "direction", "isolate", "metrics"
  };

  private static final String ALWAYS = "Always";

  /** A failing startup probe kills, so an implied one waits for five minutes. */
  private static final int PATIENT_PERIOD_SECONDS = 2;

  private static final int PATIENT_FAILURES = 150;

  private final PatternedAppSpec spec;
  private final StartOrder order;

  Containers(PatternedAppSpec spec) {
    this.spec = spec;
    this.order = StartOrder.of(spec);
  }

  /** Init containers and native sidecars, in the order in which they start. */
  List<Container> beforeMain() {
    return order.containers().stream().map(this::container).toList();
  }

  /** Main and the ordinary helpers. */
  List<Container> withMain() {
    return Roles.of(spec).stream().filter(c -> !c.startsBeforeMain()).map(this::container).toList();
  }

  private Container container(RoleContainer role) {
    var container = ModelCopy.of(role.container(), Container.class, OWN_KEYS);
    container.setName(role.name());
    container.getPorts().forEach(Containers::nameProtocol);
    container.setVolumeMounts(concat(container.getVolumeMounts(), Content.mountsOf(role)));
    if (role.role() == Role.MAIN) {
      container.setEnv(concat(exportedEnv(), container.getEnv()));
    }
    if (role.isNative()) {
      container.setRestartPolicy(ALWAYS);
      if (isAwaited(role) && container.getStartupProbe() == null) {
        container.setStartupProbe(patient(container.getReadinessProbe()));
      }
    }
    if (spec.security() == SecurityProfile.Restricted) {
      RestrictedProfile.applyTo(container);
    }
    return container;
  }

  private boolean isAwaited(RoleContainer role) {
    var outbound = role.container() instanceof Ambassador ambassador && !ambassador.isInbound();
    return outbound || order.awaited().contains(String.valueOf(role.name()));
  }

  private static @Nullable Probe patient(@Nullable Probe readiness) {
    if (readiness == null) {
      return null;
    }
    return new ProbeBuilder(readiness)
        .withInitialDelaySeconds(null)
        .withSuccessThreshold(null)
        .withPeriodSeconds(PATIENT_PERIOD_SECONDS)
        .withFailureThreshold(PATIENT_FAILURES)
        .build();
  }

  private List<EnvVar> exportedEnv() {
    return spec.helpers()
        .map(Helper::getExportEnv)
        .flatMap(List::stream)
        .map(env -> new EnvVar(env.name(), env.value(), null))
        .toList();
  }

  /** The protocol is part of the list's key, so it is always written. */
  private static void nameProtocol(ContainerPort port) {
    if (port.getProtocol() == null) {
      port.setProtocol(PortProtocol.TCP.name());
    }
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
