package io.patternedapp.model;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.container.Adapter;
import io.patternedapp.api.container.Ambassador;
import io.patternedapp.api.container.AppContainer;
import io.patternedapp.api.service.AppServicePort;
import io.patternedapp.api.service.PortProtocol;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The target of a Service port. Children refer to target ports by number only, since Services do
 * not resolve named ports of native sidecars before Kubernetes 1.33.
 */
public sealed interface TargetPort {

  /**
   * A resolved target port.
   *
   * @param number number of the port
   * @param name name of the port; null if it has none or if no container declares the number
   * @param container container that declares the port; null if no container does
   */
  record Resolved(int number, @Nullable String name, @Nullable RoleContainer container)
      implements TargetPort {}

  /**
   * A target port that cannot be resolved.
   *
   * @param message what is missing and how to fix it
   */
  record Unresolved(String message) implements TargetPort {}

  /**
   * Resolves the target of a Service port. Without {@code targetPort} the target is the port with
   * the same name, or else the only port, of the entry container.
   */
  static TargetPort resolve(PatternedAppSpec spec, AppServicePort port) {
    if (port.targetPort() == null) {
      return resolveImplied(spec, port);
    }
    return resolveExplicit(spec, port.targetPort(), port.protocolOrDefault());
  }

  /** Returns the containers that receive traffic by default: Inbound ambassadors, or else main. */
  static List<AppContainer> entryContainers(PatternedAppSpec spec) {
    List<AppContainer> inbound = Roles.inboundAmbassadors(spec).map(a -> (AppContainer) a).toList();
    return inbound.isEmpty() ? List.of(spec.main()) : inbound;
  }

  /** Returns whether the NetworkPolicy of an isolated app admits traffic to the container. */
  static boolean admitsTraffic(RoleContainer container) {
    return container.container() instanceof Adapter
        || (container.container() instanceof Ambassador ambassador && ambassador.isInbound());
  }

  private static TargetPort resolveImplied(PatternedAppSpec spec, AppServicePort port) {
    var entry = entryContainers(spec);
    if (entry.size() > 1) {
      return new Unresolved(
          "Required value: set targetPort, because the app has several Inbound ambassadors");
    }
    var candidates =
        declaredPorts(spec)
            .filter(d -> d.container().container() == entry.get(0))
            .filter(d -> protocolOrDefault(d.port()).equals(port.protocolOrDefault()))
            .toList();
    var name = candidates.isEmpty() ? "" : candidates.get(0).container().name();
    return candidates.stream()
        .filter(d -> port.name() != null && port.name().equals(d.port().getName()))
        .findFirst()
        .or(() -> candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty())
        .<TargetPort>map(Candidate::toResolved)
        .orElseGet(
            () ->
                new Unresolved(
                    candidates.isEmpty()
                        ? "Required value: the container that receives the traffic declares no port; add"
                            + " one to the container, or set targetPort"
                        : ("Required value: container \"%s\" has several ports and none is named \"%s\";"
                                + " set targetPort")
                            .formatted(name, Objects.requireNonNullElse(port.name(), ""))));
  }

  private static TargetPort resolveExplicit(
      PatternedAppSpec spec, IntOrString target, String protocol) {
    var number = target.getIntVal();
    var matches =
        declaredPorts(spec)
            .filter(d -> d.container().runsAlongsideMain())
            .filter(d -> PortReference.matches(target, d.port()))
            .filter(d -> protocolOrDefault(d.port()).equals(protocol))
            .toList();
    if (!matches.isEmpty()) {
      return matches.get(0).toResolved();
    }
    return number != null
        ? new Resolved(number, null, null)
        : new Unresolved(
            "Not found: no container that runs alongside main declares a %s port named \"%s\""
                .formatted(protocol, target.getStrVal()));
  }

  private static Stream<Candidate> declaredPorts(PatternedAppSpec spec) {
    return Roles.list(spec).stream()
        .flatMap(c -> c.container().getPorts().stream().map(p -> new Candidate(c, p)));
  }

  private static String protocolOrDefault(ContainerPort port) {
    return port.getProtocol() == null ? PortProtocol.TCP.name() : port.getProtocol();
  }

  /** A port and the container that declares it. */
  record Candidate(RoleContainer container, ContainerPort port) {

    private Resolved toResolved() {
      return new Resolved(port.getContainerPort(), port.getName(), container);
    }
  }
}
