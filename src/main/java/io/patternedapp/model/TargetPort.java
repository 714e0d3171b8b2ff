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
 * Where a port of the Service leads. Children refer to ports by number only, since named ports of
 * native sidecars do not resolve in Services before Kubernetes 1.33.
 */
public sealed interface TargetPort {

  /**
   * The port of a container.
   *
   * @param number the port's number
   * @param name its name; null when it has none or nobody declares the number
   * @param container the container that declares it; null when nobody does
   */
  record Resolved(int number, @Nullable String name, @Nullable RoleContainer container)
      implements TargetPort {}

  /**
   * No port answers.
   *
   * @param message what is missing, and how to mend it
   */
  record Unresolved(String message) implements TargetPort {}

  /**
   * Finds where a port of the Service leads. Without a {@code targetPort} it is the port of that
   * name on the Inbound ambassador or else on main, or their only port.
   */
  static TargetPort resolve(PatternedAppSpec spec, AppServicePort port) {
    if (port.targetPort() == null) {
      return resolveImplied(spec, port);
    }
    return resolveExplicit(spec, port.targetPort(), port.protocolOrDefault());
  }

  /** The container that clients of the app talk to when they do not say: ambassador, else main. */
  static List<AppContainer> entryContainers(PatternedAppSpec spec) {
    List<AppContainer> inbound = Roles.inboundAmbassadors(spec).map(a -> (AppContainer) a).toList();
    return inbound.isEmpty() ? List.of(spec.main()) : inbound;
  }

  /** Whether traffic may come in there while the app is closed around its ambassadors. */
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
            .filter(
                d ->
                    number != null
                        ? number.equals(d.port().getContainerPort())
                        : target.getStrVal().equals(d.port().getName()))
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

  /** A port together with the container that declares it. */
  record Candidate(RoleContainer container, ContainerPort port) {

    private Resolved toResolved() {
      return new Resolved(port.getContainerPort(), port.getName(), container);
    }
  }
}
