package io.patternedapp.validate.network;

import io.patternedapp.api.container.Ambassador;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.problem.Problems;

/** What each direction of an ambassador needs. */
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
        "clients come in through the ports of an Inbound ambassador, and this one declares none: add"
            + " them, or set direction: Outbound");
    problems.warningIf(
        ambassador.getReadinessProbe() == null
            && ambassador.getStartupProbe() == null
            && ambassador.getLivenessProbe() == null,
        container.path(),
        "AmbassadorWithoutProbe",
        "nothing waits for an Inbound ambassador without any probe: add a readinessProbe");
  }

  private static void checkOutbound(
      RoleContainer container, Ambassador ambassador, Problems problems) {
    problems.errorIf(
        !container.isNative(),
        container.path() + ".mode",
        "OutboundRegular",
        "main waits for an Outbound ambassador, which therefore cannot be Regular: remove mode");
    problems.errorIf(
        ambassador.getIsolate() != null,
        container.path() + ".isolate",
        "IsolateOnOutbound",
        "isolate has no effect on an Outbound ambassador: remove it");
  }
}
