package io.patternedapp.status.container;

import io.patternedapp.api.container.Ambassador;
import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.condition.MessageNormalizer;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.workload.PodStatusReader;

/** Converts a container that is not ready into the Ready condition of its app. */
public final class NotReadyContainerCondition {

  private NotReadyContainerCondition() {}

  public static ConditionState toConditionState(
      RoleContainer container, ContainerObservation observation, boolean mainStarted) {
    var blocksMain = container.startsBeforeMain() && !mainStarted;
    return ConditionState.ofFalse(
        reasonFor(container.role(), observation.phase()),
        blocksMain && container.isNative()
            ? blockingMessage(container, observation)
            : MessageNormalizer.displayName(container) + " " + observation.message());
  }

  static Reason reasonFor(ContainerRole role, ContainerPhase phase) {
    return switch (role) {
      case MAIN -> Reason.MainNotReady;
      case INIT -> phase == ContainerPhase.FAILED ? Reason.InitFailed : Reason.InitNotReady;
      case SIDECAR -> Reason.SidecarNotReady;
      case AMBASSADOR -> Reason.AmbassadorNotReady;
      case ADAPTER -> Reason.AdapterNotReady;
    };
  }

  private static String blockingMessage(RoleContainer container, ContainerObservation observation) {
    var prefix = "main waits for " + MessageNormalizer.displayName(container) + ", which ";
    if (observation.exitCode() == null || observation.restarts() == 0) {
      return prefix + observation.message();
    }
    return "%skeeps exiting (code %d); run: kubectl logs %s -c %s%s"
        .formatted(
            prefix,
            observation.exitCode(),
            PodStatusReader.name(observation.pod()),
            container.name(),
            regularModeHint(container));
  }

  private static String regularModeHint(RoleContainer container) {
    return container.container() instanceof Ambassador ambassador && !ambassador.isInbound()
        ? ""
        : ". If it can run only after main has started, set mode: Regular on it";
  }
}
