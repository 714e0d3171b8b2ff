package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.PortProtocol;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What several checks ask about ports. */
final class Ports {

  private Ports() {}

  /**
   * A port that a container declares.
   *
   * @param container whose it is
   * @param path where it is written
   * @param port what is written
   */
  record Declared(RoleContainer container, String path, ContainerPort port) {

    String protocol() {
      return Objects.requireNonNullElse(port.getProtocol(), PortProtocol.TCP.name());
    }

    boolean hasNumber(@Nullable Integer number) {
      return number != null && number.equals(port.getContainerPort());
    }

    boolean answersTo(IntOrString wanted) {
      return wanted.getStrVal() == null
          ? hasNumber(wanted.getIntVal())
          : wanted.getStrVal().equals(port.getName());
    }
  }

  static List<Declared> of(RoleContainer container) {
    return Located.items(container.path() + ".ports", container.container().getPorts()).stream()
        .map(port -> new Declared(container, port.path(), port.value()))
        .toList();
  }

  static Stream<Declared> of(PatternedAppSpec spec) {
    return Roles.of(spec).stream().flatMap(container -> of(container).stream());
  }

  static List<String> names(RoleContainer container) {
    return of(container).stream()
        .map(declared -> declared.port().getName())
        .filter(Objects::nonNull)
        .toList();
  }

  static boolean isNumber(@Nullable Integer port) {
    return port != null && port >= 1 && port <= 65535;
  }

  /** Whether a port is given that is neither a possible number nor a possible name. */
  static boolean isWrong(IntOrString port) {
    return port.getStrVal() == null
        ? !isNumber(port.getIntVal())
        : !Syntax.PORT_NAME.accepts(port.getStrVal());
  }
}
