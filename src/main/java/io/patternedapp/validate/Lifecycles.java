package io.patternedapp.validate;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.Role;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Each lifecycle hook does one thing, and no sleep is longer than the Pod has to stop. */
final class Lifecycles implements SpecCheck {

  private static final long DEFAULT_GRACE = 30;

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    long grace =
        Objects.requireNonNullElse(
            spec.podOrDefault().terminationGracePeriodSeconds(), DEFAULT_GRACE);
    Roles.of(spec).stream()
        .filter(container -> container.role() != Role.INIT)
        .forEach(container -> check(container, grace, problems));
  }

  private static void check(RoleContainer container, long grace, Problems problems) {
    for (var hook : Handler.hooks(container)) {
      var handler = Handler.of(hook.path(), hook.value());
      Handlers.check(handler, "exec, httpGet, tcpSocket, sleep", problems);
      if (handler.sleep() != null) {
        checkSleep(handler.sleep().getSeconds(), hook.at("sleep.seconds"), grace, problems);
      }
    }
    var lifecycle = container.container().getLifecycle();
    problems.errorIf(
        lifecycle != null && lifecycle.getStopSignal() != null,
        container.path() + ".lifecycle.stopSignal",
        "StopSignalUnsupported",
        "a stop signal needs the Pod field os, which an app does not have: remove it, and stop the"
            + " process in a preStop hook");
  }

  private static void checkSleep(
      @Nullable Long seconds, String path, long grace, Problems problems) {
    problems.errorIf(
        seconds == null || seconds < 1 || seconds > grace,
        path,
        "SleepInvalid",
        "cannot sleep for %s seconds: use 1 to %d, the Pod's terminationGracePeriodSeconds",
        seconds,
        grace);
  }
}
