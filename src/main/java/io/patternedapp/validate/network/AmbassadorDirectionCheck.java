package io.patternedapp.validate.network;

import io.patternedapp.api.container.Ambassador;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.problem.Problems;

/** Checks the fields that depend on the direction of an ambassador. */
public final class AmbassadorDirectionCheck implements ContainerCheck {

  @Override
  public void check(RoleContainer container, Problems problems) {
    if (!(container.container() instanceof Ambassador ambassador)) {
      return;
    }
    if (ambassador.isInbound()) {
      checkInbound(container, ambassador, problems);
    } else {
      checkOutbound(container, ambassador, problems);
    }
  }

  private static void checkInbound(
      RoleContainer container, Ambassador ambassador, Problems problems) {
    problems.errorIf(
        DeclaredPorts.list(container).isEmpty(),
        container.path() + ".ports",
        "AmbassadorWithoutPorts",
        "Required value: an Inbound ambassador receives traffic on its ports; add a port, or set"
            + " direction: Outbound");
    problems.warningIf(
        ambassador.getReadinessProbe() == null
            && ambassador.getStartupProbe() == null
            && ambassador.getLivenessProbe() == null,
        container.path(),
        "AmbassadorWithoutProbe",
        "an Inbound ambassador without a probe counts as ready as soon as it starts: add a"
            + " readinessProbe");
  }

  private static void checkOutbound(
      RoleContainer container, Ambassador ambassador, Problems problems) {
    problems.errorIf(
        !container.isNative(),
        container.path() + ".mode",
        "OutboundRegular",
        "Forbidden: main waits for an Outbound ambassador, so it cannot have mode Regular;"
            + " remove mode");
    problems.errorIf(
        ambassador.getIsolate() != null,
        container.path() + ".isolate",
        "IsolateOnOutbound",
        "Forbidden: isolate has no effect on an Outbound ambassador; remove it");
  }
}
