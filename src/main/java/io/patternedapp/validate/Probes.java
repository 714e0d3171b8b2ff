package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.Probe;
import io.patternedapp.api.Role;
import io.patternedapp.api.RoleContainer;
import org.jspecify.annotations.Nullable;

/** Each probe does one thing, with possible numbers. */
final class Probes implements ContainerCheck {

  @Override
  public void check(RoleContainer container, Problems problems) {
    if (container.role() == Role.INIT) {
      return;
    }
    for (var probe : Handler.probes(container)) {
      Handlers.check(
          Handler.of(probe.path(), probe.value()), "exec, httpGet, tcpSocket, grpc", problems);
      checkNumbers(probe, problems);
      checkReadiness(probe, problems);
    }
  }

  private static void checkNumbers(Located<Probe> located, Problems problems) {
    var probe = located.value();
    notNegative(probe.getInitialDelaySeconds(), located.at("initialDelaySeconds"), problems);
    notNegative(probe.getTimeoutSeconds(), located.at("timeoutSeconds"), problems);
    notNegative(probe.getPeriodSeconds(), located.at("periodSeconds"), problems);
    notNegative(probe.getFailureThreshold(), located.at("failureThreshold"), problems);
    notNegative(probe.getSuccessThreshold(), located.at("successThreshold"), problems);
  }

  private static void notNegative(@Nullable Integer number, String path, Problems problems) {
    problems.errorIf(
        number != null && number < 0,
        path,
        "ProbeNumberInvalid",
        "%d is negative: use 0 or more, or leave it out",
        number);
  }

  private static void checkReadiness(Located<Probe> located, Problems problems) {
    var isReadiness = located.path().endsWith(".readinessProbe");
    var threshold = located.value().getSuccessThreshold();
    problems.errorIf(
        !isReadiness && threshold != null && threshold > 1,
        located.at("successThreshold"),
        "ProbeNumberInvalid",
        "only a readinessProbe may want more than one success: remove it or set it to 1");
    var grace = located.value().getTerminationGracePeriodSeconds();
    problems.errorIf(
        isReadiness && grace != null,
        located.at("terminationGracePeriodSeconds"),
        "ProbeNumberInvalid",
        "a readinessProbe stops nothing and cannot have it: remove it");
    problems.errorIf(
        !isReadiness && grace != null && grace < 1,
        located.at("terminationGracePeriodSeconds"),
        "ProbeNumberInvalid",
        "%d is too short: use 1 or more, or leave it out",
        grace);
  }
}
