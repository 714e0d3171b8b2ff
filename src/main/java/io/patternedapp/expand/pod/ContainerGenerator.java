package io.patternedapp.expand.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.container.Helper;
import io.patternedapp.api.pod.SecurityProfile;
import io.patternedapp.api.service.PortProtocol;
import io.patternedapp.expand.normalize.KubernetesModelConverter;
import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.model.StartOrder;
import java.util.List;
import java.util.stream.Stream;

/** Generates the containers of the Pod. */
final class ContainerGenerator {

  private static final String[] OWN_KEYS = {
    "files", "startAfter", "mode", "exportEnv", "direction", "isolate", "metrics"
  };

  private static final String RESTART_ALWAYS = "Always";

  /** The kubelet kills a container whose startup probe fails, so it may fail for five minutes. */
  private static final int STARTUP_PERIOD_SECONDS = 2;

  private static final int STARTUP_FAILURE_THRESHOLD = 150;

  private final PatternedAppSpec spec;
  private final StartOrder order;

  ContainerGenerator(PatternedAppSpec spec) {
    this.spec = spec;
    this.order = StartOrder.resolve(spec);
  }

  /** Generates init containers and native helpers in start order. */
  List<Container> initContainers() {
    return order.containers().stream().map(this::generate).toList();
  }

  /** Generates main and the regular helpers. */
  List<Container> regularContainers() {
    return Roles.list(spec).stream()
        .filter(c -> !c.startsBeforeMain())
        .map(this::generate)
        .toList();
  }

  private Container generate(RoleContainer role) {
    var container = KubernetesModelConverter.convert(role.container(), Container.class, OWN_KEYS);
    container.setName(role.name());
    container.getPorts().forEach(ContainerGenerator::setDefaultProtocol);
    container.setVolumeMounts(
        concat(container.getVolumeMounts(), FileConfigMaps.volumeMounts(role)));
    if (role.role() == ContainerRole.MAIN) {
      container.setEnv(concat(exportedEnv(), container.getEnv()));
    }
    if (role.isNative()) {
      container.setRestartPolicy(RESTART_ALWAYS);
    }
    if (order.impliesStartupProbe(role)) {
      container.setStartupProbe(impliedStartupProbe(container.getReadinessProbe()));
    }
    if (spec.security() == SecurityProfile.Restricted) {
      RestrictedProfile.applyTo(container);
    }
    return container;
  }

  private static Probe impliedStartupProbe(Probe readiness) {
    return new ProbeBuilder(readiness)
        .withInitialDelaySeconds(null)
        .withSuccessThreshold(null)
        .withPeriodSeconds(STARTUP_PERIOD_SECONDS)
        .withFailureThreshold(STARTUP_FAILURE_THRESHOLD)
        .build();
  }

  private List<EnvVar> exportedEnv() {
    return spec.helpers()
        .map(Helper::getExportEnv)
        .flatMap(List::stream)
        .map(env -> new EnvVar(env.name(), env.value(), null))
        .toList();
  }

  /** Sets the protocol explicitly, since it is a list map key of {@code ports}. */
  private static void setDefaultProtocol(ContainerPort port) {
    if (port.getProtocol() == null) {
      port.setProtocol(PortProtocol.TCP.name());
    }
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
