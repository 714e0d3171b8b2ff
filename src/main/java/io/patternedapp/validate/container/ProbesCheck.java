package io.patternedapp.validate.container;

import io.fabric8.kubernetes.api.model.Probe;
import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import org.jspecify.annotations.Nullable;

/** Checks that each probe has one action and valid numbers. */
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
        "Invalid value %d: must be greater than or equal to 0; change it, or remove the field",
        number);
  }

  private static void checkReadinessOnlyFields(FieldValue<Probe> located, Problems problems) {
    var isReadiness = located.path().endsWith(".readinessProbe");
    var threshold = located.value().getSuccessThreshold();
    problems.errorIf(
        !isReadiness && threshold != null && threshold > 1,
        located.pathTo("successThreshold"),
        "ProbeNumberInvalid",
        "Invalid value %d: must be 1 for a livenessProbe or startupProbe; set 1, or remove the"
            + " field",
        threshold);
    var gracePeriodSeconds = located.value().getTerminationGracePeriodSeconds();
    problems.errorIf(
        isReadiness && gracePeriodSeconds != null,
        located.pathTo("terminationGracePeriodSeconds"),
        "ProbeNumberInvalid",
        "Forbidden: must not be set for a readinessProbe, which never stops a container; remove"
            + " it");
    problems.errorIf(
        !isReadiness && gracePeriodSeconds != null && gracePeriodSeconds < 1,
        located.pathTo("terminationGracePeriodSeconds"),
        "ProbeNumberInvalid",
        "Invalid value %d: must be greater than 0; set 1 or more, or remove the field",
        gracePeriodSeconds);
  }
}
