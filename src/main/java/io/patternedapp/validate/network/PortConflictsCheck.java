package io.patternedapp.validate.network;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.StartOrder;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.network.DeclaredPorts.DeclaredPort;
import io.patternedapp.validate.problem.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rejects a port that two containers declare if they run at the same time, because the containers
 * of a Pod share one network namespace.
 */
public final class PortConflictsCheck implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var order = StartOrder.resolve(spec).containers();
    var ports = DeclaredPorts.stream(spec).toList();
    for (int i = 1; i < ports.size(); i++) {
      var port = ports.get(i);
      var concurrentPorts =
          ports.subList(0, i).stream()
              .filter(other -> runConcurrently(other.container(), port.container(), order))
              .filter(other -> other.protocol().equals(port.protocol()))
              .toList();
      concurrentPorts.stream()
          .filter(other -> other.hasNumber(port.port().getContainerPort()))
          .findFirst()
          .ifPresent(other -> reportPort(port, other, problems));
      concurrentPorts.stream()
          .filter(other -> shareHostPort(other.port(), port.port()))
          .findFirst()
          .ifPresent(other -> reportHostPort(port, other, problems));
    }
  }

  private static void reportPort(DeclaredPort port, DeclaredPort other, Problems problems) {
    problems.error(
        port.path() + ".containerPort",
        "PortClash",
        "Duplicate value %d (%s): %s \"%s\" declares the same port (%s) and runs at the same"
            + " time in the same network namespace; change one of the ports",
        port.port().getContainerPort(),
        port.protocol(),
        other.container().role().displayName(),
        other.container().name(),
        other.path());
  }

  private static void reportHostPort(DeclaredPort port, DeclaredPort other, Problems problems) {
    problems.error(
        port.path() + ".hostPort",
        "HostPortClash",
        "Duplicate value %d (%s): %s has the same hostPort; change or remove one of them",
        port.port().getHostPort(),
        port.protocol(),
        other.path());
  }

  private static boolean shareHostPort(ContainerPort a, ContainerPort b) {
    return DeclaredPorts.isValidNumber(a.getHostPort())
        && a.getHostPort().equals(b.getHostPort())
        && (isWildcardAddress(a.getHostIP())
            || isWildcardAddress(b.getHostIP())
            || a.getHostIP().equals(b.getHostIP()));
  }

  private static boolean isWildcardAddress(@Nullable String ip) {
    return ip == null || ip.isEmpty() || ip.equals("0.0.0.0") || ip.equals("::");
  }

  private static boolean runConcurrently(
      RoleContainer a, RoleContainer b, List<RoleContainer> order) {
    return a.path().equals(b.path())
        || (a.runsAlongsideMain() && b.runsAlongsideMain())
        || isRunningDuring(a, b, order)
        || isRunningDuring(b, a, order);
  }

  private static boolean isRunningDuring(
      RoleContainer helper, RoleContainer init, List<RoleContainer> order) {
    return !init.runsAlongsideMain()
        && helper.isNative()
        && order.contains(helper)
        && order.indexOf(helper) < order.indexOf(init);
  }
}
