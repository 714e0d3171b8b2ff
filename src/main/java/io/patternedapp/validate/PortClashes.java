package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.expand.StartOrder;
import io.patternedapp.validate.Ports.Declared;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Containers that run at the same time share one network, and so cannot share a port. */
final class PortClashes implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var order = StartOrder.of(spec).containers();
    var ports = Ports.of(spec).toList();
    for (int i = 1; i < ports.size(); i++) {
      var port = ports.get(i);
      var rivals =
          ports.subList(0, i).stream()
              .filter(other -> runTogether(other.container(), port.container(), order))
              .filter(other -> other.protocol().equals(port.protocol()))
              .toList();
      rivals.stream()
          .filter(other -> other.hasNumber(port.port().getContainerPort()))
          .findFirst()
          .ifPresent(other -> reportPort(port, other, problems));
      rivals.stream()
          .filter(other -> shareHostPort(other.port(), port.port()))
          .findFirst()
          .ifPresent(other -> reportHostPort(port, other, problems));
    }
  }

  private static void reportPort(Declared port, Declared other, Problems problems) {
    problems.error(
        port.path() + ".containerPort",
        "PortClash",
        "port %d (%s) is that of %s \"%s\" too (%s), which runs at the same time in the same"
            + " network: give one of them another port",
        port.port().getContainerPort(),
        port.protocol(),
        other.container().role().label(),
        other.container().name(),
        other.path());
  }

  private static void reportHostPort(Declared port, Declared other, Problems problems) {
    problems.error(
        port.path() + ".hostPort",
        "HostPortClash",
        "hostPort %d (%s) is taken by %s: give one of them another hostPort, or none",
        port.port().getHostPort(),
        port.protocol(),
        other.path());
  }

  private static boolean shareHostPort(ContainerPort a, ContainerPort b) {
    return Ports.isNumber(a.getHostPort())
        && a.getHostPort().equals(b.getHostPort())
        && (isAnyAddress(a.getHostIP())
            || isAnyAddress(b.getHostIP())
            || a.getHostIP().equals(b.getHostIP()));
  }

  private static boolean isAnyAddress(@Nullable String ip) {
    return ip == null || ip.isEmpty() || ip.equals("0.0.0.0") || ip.equals("::");
  }

  private static boolean runTogether(RoleContainer a, RoleContainer b, List<RoleContainer> order) {
    return a.path().equals(b.path())
        || (a.runsBesideMain() && b.runsBesideMain())
        || isUpDuring(a, b, order)
        || isUpDuring(b, a, order);
  }

  private static boolean isUpDuring(
      RoleContainer helper, RoleContainer init, List<RoleContainer> order) {
    return !init.runsBesideMain()
        && helper.isNative()
        && order.contains(helper)
        && order.indexOf(helper) < order.indexOf(init);
  }
}
