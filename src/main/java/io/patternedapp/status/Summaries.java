package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.Service;
import io.patternedapp.api.NodePortStatus;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.Role;
import io.patternedapp.api.Roles;
import io.patternedapp.api.ServiceStatus;
import io.patternedapp.api.Summary;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the columns of kubectl get show, and where clients reach the app. */
final class Summaries {

  private static final List<Role> HELPERS =
      List.of(Role.INIT, Role.AMBASSADOR, Role.ADAPTER, Role.SIDECAR);

  private Summaries() {}

  static Summary of(
      PatternedAppSpec spec, RoleStates roles, Verdict ready, @Nullable ServiceStatus service) {
    return new Summary(
        roles.ready(),
        ready.reason().name(),
        spec.kind().name(),
        helpers(spec),
        nodePorts(service));
  }

  static @Nullable ServiceStatus service(@Nullable Service service) {
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

  /** How many helpers of each role, such as "1 init, 2 sidecars"; null when there are none. */
  private static @Nullable String helpers(PatternedAppSpec spec) {
    Map<Role, Long> counts =
        Roles.of(spec).stream()
            .collect(Collectors.groupingBy(c -> c.role(), Collectors.counting()));
    return orNull(
        HELPERS.stream().filter(counts::containsKey).map(role -> counted(counts.get(role), role)));
  }

  private static String counted(long count, Role role) {
    return count == 1 || role == Role.INIT
        ? count + " " + role.label()
        : count + " " + role.label() + "s";
  }

  private static @Nullable String nodePorts(@Nullable ServiceStatus service) {
    if (service == null) {
      return null;
    }
    var named = service.nodePorts().size() > 1;
    return orNull(
        service.nodePorts().stream()
            .map(
                p ->
                    (named && p.name() != null ? p.name() + " " : "")
                        + p.port()
                        + ":"
                        + p.nodePort()));
  }

  private static @Nullable String orNull(Stream<String> parts) {
    var text = parts.collect(Collectors.joining(", "));
    return text.isEmpty() ? null : text;
  }
}
