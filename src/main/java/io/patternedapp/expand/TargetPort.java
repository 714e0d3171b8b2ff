package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.api.Adapter;
import io.patternedapp.api.Ambassador;
import io.patternedapp.api.AppContainer;
import io.patternedapp.api.AppServicePort;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.PortProtocol;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;
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
  record Found(int number, @Nullable String name, @Nullable RoleContainer container)
      implements TargetPort {}

  /**
   * No port answers.
   *
   * @param why what is missing, and how to mend it
   */
  record Missing(String why) implements TargetPort {}

  /**
   * Finds where a port of the Service leads. Without a {@code targetPort} it is the port of that
   * name on the Inbound ambassador or else on main, or their only port.
   */
  static TargetPort of(PatternedAppSpec spec, AppServicePort port) {
    if (port.targetPort() == null) {
      return implied(spec, port);
    }
    return explicit(spec, port.targetPort(), port.protocolOrDefault());
  }

  /** The container that clients of the app talk to when they do not say: ambassador, else main. */
  static List<AppContainer> front(PatternedAppSpec spec) {
    List<AppContainer> inbound = Roles.inbound(spec).map(a -> (AppContainer) a).toList();
    return inbound.isEmpty() ? List.of(spec.main()) : inbound;
  }

  /** Whether traffic may come in there while the app is closed around its ambassadors. */
  static boolean isOpen(RoleContainer container) {
    return container.container() instanceof Adapter
        || (container.container() instanceof Ambassador ambassador && ambassador.isInbound());
  }

  private static TargetPort implied(PatternedAppSpec spec, AppServicePort port) {
    var front = front(spec);
    if (front.size() > 1) {
      return new Missing("with several Inbound ambassadors targetPort is required");
    }
    var candidates =
        declared(spec)
            .filter(d -> d.container().container() == front.get(0))
            .filter(d -> protocolOf(d.port()).equals(port.protocolOrDefault()))
            .toList();
    var name = candidates.isEmpty() ? "" : candidates.get(0).container().name();
    return candidates.stream()
        .filter(d -> port.name() != null && port.name().equals(d.port().getName()))
        .findFirst()
        .or(() -> candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty())
        .<TargetPort>map(DeclaredPort::found)
        .orElseGet(
            () ->
                new Missing(
                    candidates.isEmpty()
                        ? "the container that answers declares no port: add it to its ports, or set"
                            + " targetPort"
                        : "container \"%s\" has several ports and none is called \"%s\": set targetPort"
                            .formatted(name, Objects.requireNonNullElse(port.name(), ""))));
  }

  private static TargetPort explicit(PatternedAppSpec spec, IntOrString target, String protocol) {
    var number = target.getIntVal();
    var matches =
        declared(spec)
            .filter(d -> d.container().runsBesideMain())
            .filter(
                d ->
                    number != null
                        ? number.equals(d.port().getContainerPort())
                        : target.getStrVal().equals(d.port().getName()))
            .filter(d -> protocolOf(d.port()).equals(protocol))
            .toList();
    if (!matches.isEmpty()) {
      return matches.get(0).found();
    }
    return number != null
        ? new Found(number, null, null)
        : new Missing(
            "no container that runs beside main declares a %s port called \"%s\""
                .formatted(protocol, target.getStrVal()));
  }

  private static Stream<DeclaredPort> declared(PatternedAppSpec spec) {
    return Roles.of(spec).stream()
        .flatMap(c -> c.container().getPorts().stream().map(p -> new DeclaredPort(c, p)));
  }

  private static String protocolOf(ContainerPort port) {
    return port.getProtocol() == null ? PortProtocol.TCP.name() : port.getProtocol();
  }

  /** A port together with the container that declares it. */
  record DeclaredPort(RoleContainer container, ContainerPort port) {

    private Found found() {
      return new Found(port.getContainerPort(), port.getName(), container);
    }
  }
}
