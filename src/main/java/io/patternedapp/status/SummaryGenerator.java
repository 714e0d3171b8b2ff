package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.Service;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.status.NodePortStatus;
import io.patternedapp.api.status.ServiceStatus;
import io.patternedapp.api.status.Summary;
import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.Roles;
import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.status.container.ContainerRollups;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Generates {@code status.summary} (the columns of kubectl get) and {@code status.service}. */
final class SummaryGenerator {

  private static final List<ContainerRole> HELPERS =
      List.of(
          ContainerRole.INIT,
          ContainerRole.AMBASSADOR,
          ContainerRole.ADAPTER,
          ContainerRole.SIDECAR);

  private SummaryGenerator() {}

  static Summary generate(
      PatternedAppSpec spec,
      ContainerRollups rollups,
      ConditionState ready,
      @Nullable ServiceStatus service) {
    return new Summary(
        rollups.readyRatio(),
        ready.reason().name(),
        spec.workloadKind().name(),
        formatHelperCounts(spec),
        formatNodePorts(service));
  }

  static @Nullable ServiceStatus serviceStatus(@Nullable Service service) {
    if (service == null) {
      return null;
    }
    var spec = service.getSpec();
    return new ServiceStatus(
        service.getMetadata().getName(),
        spec == null ? null : spec.getClusterIP(),
        spec == null
            ? List.of()
            : spec.getPorts().stream()
                .filter(p -> p.getNodePort() != null && p.getNodePort() > 0)
                .map(p -> new NodePortStatus(p.getName(), p.getPort(), p.getNodePort()))
                .toList());
  }

  /**
   * Formats the number of helpers per role, such as "1 init, 2 sidecars"; null if there are none.
   */
  private static @Nullable String formatHelperCounts(PatternedAppSpec spec) {
    Map<ContainerRole, Long> counts =
        Roles.list(spec).stream()
            .collect(Collectors.groupingBy(c -> c.role(), Collectors.counting()));
    return joinOrNull(
        HELPERS.stream()
            .filter(counts::containsKey)
            .map(role -> formatCount(counts.get(role), role)));
  }

  private static String formatCount(long count, ContainerRole role) {
    return count == 1 || role == ContainerRole.INIT
        ? count + " " + role.displayName()
        : count + " " + role.displayName() + "s";
  }

  private static @Nullable String formatNodePorts(@Nullable ServiceStatus service) {
    if (service == null) {
      return null;
    }
    var named = service.nodePorts().size() > 1;
    return joinOrNull(
        service.nodePorts().stream()
            .map(
                p ->
                    (named && p.name() != null ? p.name() + " " : "")
                        + p.port()
                        + ":"
                        + p.nodePort()));
  }

  private static @Nullable String joinOrNull(Stream<String> parts) {
    var text = parts.collect(Collectors.joining(", "));
    return text.isEmpty() ? null : text;
  }
}
