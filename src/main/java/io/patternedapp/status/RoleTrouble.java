package io.patternedapp.status;

import io.patternedapp.api.Ambassador;
import io.patternedapp.api.Role;
import io.patternedapp.api.RoleContainer;

/** A container that is not ready as the reason why the app is not. */
final class RoleTrouble {

  private RoleTrouble() {}

  static Verdict of(RoleContainer container, RoleInPod it, boolean mainStarted) {
    var holdsBack = container.startsBeforeMain() && !mainStarted;
    return Verdict.no(
        reason(container.role(), it.state()),
        holdsBack && container.isNative()
            ? heldBack(container, it)
            : Words.name(container) + " " + it.message());
  }

  static Reason reason(Role role, State state) {
    return switch (role) {
      case MAIN -> Reason.MainNotReady;
      case INIT -> state == State.FAILED ? Reason.InitFailed : Reason.InitNotReady;
      case SIDECAR -> Reason.SidecarNotReady;
      case AMBASSADOR -> Reason.AmbassadorNotReady;
      case ADAPTER -> Reason.AdapterNotReady;
    };
  }

  private static String heldBack(RoleContainer container, RoleInPod it) {
    var waits = "main waits for " + Words.name(container) + ", which ";
    if (it.exitCode() == null) {
      return waits + it.message();
    }
    if (it.restarts() == 0) {
      return waits + it.message();
    }
    return "%skeeps exiting (code %d): see kubectl logs %s -c %s%s"
        .formatted(waits, it.exitCode(), Pods.name(it.pod()), container.name(), wayOut(container));
  }

  private static String wayOut(RoleContainer container) {
    return container.container() instanceof Ambassador ambassador && !ambassador.isInbound()
        ? ""
        : ". If it can only run once main does, set mode: Ordinary on it";
  }
}
