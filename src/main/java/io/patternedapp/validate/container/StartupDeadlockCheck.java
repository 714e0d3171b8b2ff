package io.patternedapp.validate.container;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.container.Ambassador;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.StartOrder;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.network.DeclaredPorts;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rejects startup probes that can never succeed. Containers later in the start order wait for the
 * startup probe of a native helper, so this probe must not use a port of a later container.
 */
public final class StartupDeadlockCheck implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var order = StartOrder.resolve(spec);
    for (var helper : order.containers()) {
      var probe = helper.isNative() ? effectiveStartupProbe(helper, order) : null;
      var handler = probe == null ? null : ContainerHandler.of(probe.path(), probe.value());
      var port = handler == null || !handler.targetsPod() ? null : handler.port();
      if (port != null) {
        check(spec, order.containers(), helper, port, problems);
      }
    }
  }

  /**
   * Returns the probe that later containers wait for: the startup probe, or the readiness probe
   * from which the operator derives a startup probe.
   */
  private static @Nullable FieldValue<Probe> effectiveStartupProbe(
      RoleContainer helper, StartOrder order) {
    var container = helper.container();
    if (container.getStartupProbe() != null) {
      return new FieldValue<>(helper.path() + ".startupProbe", container.getStartupProbe());
    }
    var mustStartFirst =
        order.startAfterTargets().contains(helper.name())
            || (container instanceof Ambassador ambassador && !ambassador.isInbound());
    return mustStartFirst && container.getReadinessProbe() != null
        ? new FieldValue<>(helper.path() + ".readinessProbe", container.getReadinessProbe())
        : null;
  }

  private static void check(
      PatternedAppSpec spec,
      List<RoleContainer> order,
      RoleContainer helper,
      FieldValue<IntOrString> port,
      Problems problems) {
    var listeners =
        DeclaredPorts.stream(spec)
            .filter(declared -> declared.container().runsAlongsideMain())
            .filter(declared -> declared.hasNumber(port.value().getIntVal()))
            .map(DeclaredPorts.DeclaredPort::container)
            .toList();
    if (listeners.isEmpty()
        || listeners.stream().anyMatch(l -> isStartedBefore(l, helper, order))) {
      return;
    }
    var listener = listeners.get(0);
    problems.error(
        port.path(),
        "StartupDeadlock",
        "Invalid value %d: %s \"%s\" declares this port and starts only after this probe"
            + " succeeds, so neither ever runs; probe a port of \"%s\" itself, or set mode:"
            + " Regular on it",
        port.value().getIntVal(),
        listener.role().displayName(),
        listener.name(),
        helper.name());
  }

  private static boolean isStartedBefore(
      RoleContainer listener, RoleContainer helper, List<RoleContainer> order) {
    return order.contains(listener) && order.indexOf(listener) <= order.indexOf(helper);
  }
}
