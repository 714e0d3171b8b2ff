package io.patternedapp.validate.network;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.service.PortProtocol;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.FieldValue;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ports that containers declare, with their paths. */
public final class DeclaredPorts {

  private DeclaredPorts() {}

  /**
   * A port that a container declares.
   *
   * @param container the container that declares the port
   * @param path the path of the port
   * @param port the declared port
   */
  public record DeclaredPort(RoleContainer container, String path, ContainerPort port) {

    String protocol() {
      return Objects.requireNonNullElse(port.getProtocol(), PortProtocol.TCP.name());
    }

    public boolean hasNumber(@Nullable Integer number) {
      return number != null && number.equals(port.getContainerPort());
    }

    public boolean matches(IntOrString reference) {
      return reference.getStrVal() == null
          ? hasNumber(reference.getIntVal())
          : reference.getStrVal().equals(port.getName());
    }
  }

  public static List<DeclaredPort> list(RoleContainer container) {
    return FieldValue.items(container.path() + ".ports", container.container().getPorts()).stream()
        .map(port -> new DeclaredPort(container, port.path(), port.value()))
        .toList();
  }

  public static Stream<DeclaredPort> stream(PatternedAppSpec spec) {
    return Roles.list(spec).stream().flatMap(container -> list(container).stream());
  }

  public static List<String> names(RoleContainer container) {
    return list(container).stream()
        .map(declared -> declared.port().getName())
        .filter(Objects::nonNull)
        .toList();
  }

  public static boolean isValidNumber(@Nullable Integer port) {
    return port != null && port >= 1 && port <= 65535;
  }

  /** Returns whether a reference is neither a valid port number nor a valid port name. */
  public static boolean isInvalid(IntOrString port) {
    return port.getStrVal() == null
        ? !isValidNumber(port.getIntVal())
        : !NameFormat.PORT_NAME.accepts(port.getStrVal());
  }
}
