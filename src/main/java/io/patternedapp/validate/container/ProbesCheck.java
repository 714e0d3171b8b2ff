package io.patternedapp.validate.container;

import io.fabric8.kubernetes.api.model.Probe;
import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import org.jspecify.annotations.Nullable;

/** Each probe does one thing, with possible numbers. */
public final class ProbesCheck implements ContainerCheck {

  @Override
  public void check(RoleContainer container, Problems problems) {
    if (container.role() == ContainerRole.INIT) {
      return;
    }
    for (var probe : ContainerHandler.listProbes(container)) {
      HandlerRules.check(
          ContainerHandler.of(probe.path(), probe.value()),
          "exec, httpGet, tcpSocket, grpc",
          problems);
      checkNumbers(probe, problems);
      checkReadinessOnlyFields(probe, problems);
    }
  }

  private static void checkNumbers(FieldValue<Probe> located, Problems problems) {
    var probe = located.value();
    checkNonNegative(
        probe.getInitialDelaySeconds(), located.pathTo("initialDelaySeconds"), problems);
    checkNonNegative(probe.getTimeoutSeconds(), located.pathTo("timeoutSeconds"), problems);
    checkNonNegative(probe.getPeriodSeconds(), located.pathTo("periodSeconds"), problems);
    checkNonNegative(probe.getFailureThreshold(), located.pathTo("failureThreshold"), problems);
    checkNonNegative(probe.getSuccessThreshold(), located.pathTo("successThreshold"), problems);
  }

  private static void checkNonNegative(@Nullable Integer number, String path, Problems problems) {
    problems.errorIf(
        number != null && number < 0,
        path,
        "ProbeNumberInvalid",
        "%d is negative: use 0 or more, or leave it out",
        number);
  }

  private static void checkReadinessOnlyFields(FieldValue<Probe> located, Problems problems) {
    var isReadiness = located.path().endsWith(".readinessProbe");
    var threshold = located.value().getSuccessThreshold();
    problems.errorIf(
        !isReadiness && threshold != null && threshold > 1,
        located.pathTo("successThreshold"),
        "ProbeNumberInvalid",
        "only a readinessProbe may want more than one success: remove it or set it to 1");
    var gracePeriodSeconds = located.value().getTerminationGracePeriodSeconds();
    problems.errorIf(
        isReadiness && gracePeriodSeconds != null,
        located.pathTo("terminationGracePeriodSeconds"),
        "ProbeNumberInvalid",
        "a readinessProbe stops nothing and cannot have it: remove it");
    problems.errorIf(
        !isReadiness && gracePeriodSeconds != null && gracePeriodSeconds < 1,
        located.pathTo("terminationGracePeriodSeconds"),
        "ProbeNumberInvalid",
        "%d is too short: use 1 or more, or leave it out",
        gracePeriodSeconds);
  }
}
