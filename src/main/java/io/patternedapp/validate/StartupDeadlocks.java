package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.patternedapp.api.Ambassador;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.expand.StartOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that starts later waits for the startup probe of a native helper. A probe that asks
 * for a port of one of those therefore never succeeds.
 */
final class StartupDeadlocks implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var order = StartOrder.of(spec);
    for (var helper : order.containers()) {
      var probe = helper.isNative() ? startupProbe(helper, order) : null;
      var handler = probe == null ? null : Handler.of(probe.path(), probe.value());
      var port = handler == null || !handler.asksPod() ? null : handler.port();
      if (port != null) {
        check(spec, order.containers(), helper, port, problems);
      }
    }
  }

  /**
   * The probe that the start waits for: the startup probe, or the one that is made from another.
   */
  private static @Nullable Located<Probe> startupProbe(RoleContainer helper, StartOrder order) {
    var container = helper.container();
    if (container.getStartupProbe() != null) {
      return new Located<>(helper.path() + ".startupProbe", container.getStartupProbe());
    }
    var isAwaited =
        order.awaited().contains(helper.name())
            || (container instanceof Ambassador ambassador && !ambassador.isInbound());
    return isAwaited && container.getReadinessProbe() != null
        ? new Located<>(helper.path() + ".readinessProbe", container.getReadinessProbe())
        : null;
  }

  private static void check(
      PatternedAppSpec spec,
      List<RoleContainer> order,
      RoleContainer helper,
      Located<IntOrString> port,
      Problems problems) {
    var listeners =
        Ports.of(spec)
            .filter(declared -> declared.container().runsBesideMain())
            .filter(declared -> declared.hasNumber(port.value().getIntVal()))
            .map(Ports.Declared::container)
            .toList();
    if (listeners.isEmpty() || listeners.stream().anyMatch(l -> isUp(l, helper, order))) {
      return;
    }
    var listener = listeners.get(0);
    problems.error(
        port.path(),
        "StartupDeadlock",
        "port %d is that of %s \"%s\", which starts only after this probe has succeeded, so neither"
            + " ever runs: probe a port of \"%s\" itself, or set mode: Ordinary on it",
        port.value().getIntVal(),
        listener.role().label(),
        listener.name(),
        helper.name());
  }

  private static boolean isUp(
      RoleContainer listener, RoleContainer helper, List<RoleContainer> order) {
    return order.contains(listener) && order.indexOf(listener) <= order.indexOf(helper);
  }
}
