package io.patternedapp.validate.container;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.problem.Problems;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks that each lifecycle hook has one action, and that no sleep exceeds the termination grace
 * period.
 */
public final class LifecycleHooksCheck implements SpecCheck {

  private static final long DEFAULT_GRACE_PERIOD_SECONDS = 30;

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    long gracePeriodSeconds =
        Objects.requireNonNullElse(
            spec.podOrDefault().terminationGracePeriodSeconds(), DEFAULT_GRACE_PERIOD_SECONDS);
    Roles.list(spec).stream()
        .filter(container -> container.role() != ContainerRole.INIT)
        .forEach(container -> check(container, gracePeriodSeconds, problems));
  }

  private static void check(RoleContainer container, long gracePeriodSeconds, Problems problems) {
    for (var hook : ContainerHandler.listLifecycleHooks(container)) {
      var handler = ContainerHandler.of(hook.path(), hook.value());
      HandlerRules.check(handler, "exec, httpGet, tcpSocket, sleep", problems);
      if (handler.sleep() != null) {
        checkSleep(
            handler.sleep().getSeconds(),
            hook.pathTo("sleep.seconds"),
            gracePeriodSeconds,
            problems);
      }
    }
    var lifecycle = container.container().getLifecycle();
    problems.errorIf(
        lifecycle != null && lifecycle.getStopSignal() != null,
        container.path() + ".lifecycle.stopSignal",
        "StopSignalUnsupported",
        "Forbidden: a stop signal requires the Pod field os, which an app does not have; remove"
            + " it, and stop the process in a preStop hook");
  }

  private static void checkSleep(
      @Nullable Long seconds, String path, long gracePeriodSeconds, Problems problems) {
    problems.errorIf(
        seconds == null || seconds < 1 || seconds > gracePeriodSeconds,
        path,
        "SleepInvalid",
        "Invalid value %s: must be between 1 and %d seconds, the Pod's"
            + " terminationGracePeriodSeconds",
        seconds,
        gracePeriodSeconds);
  }
}
