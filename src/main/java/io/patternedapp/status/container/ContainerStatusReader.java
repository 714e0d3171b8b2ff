package io.patternedapp.status.container;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.condition.MessageNormalizer;
import io.patternedapp.model.workload.PodStatusReader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the status of one container, as the kubelet reports it, into a {@link
 * ContainerObservation}.
 */
final class ContainerStatusReader {

  private static final Set<String> STARTING_REASONS =
      Set.of("ContainerCreating", "PodInitializing");
  private static final Set<String> START_FAILURE_REASONS =
      Set.of("StartError", "ContainerCannotRun");
  private static final String BACK_OFF = "CrashLoopBackOff";
  private static final String OUT_OF_MEMORY = "OOMKilled";

  /** Exit codes of a success, SIGKILL and SIGTERM: the kubelet may have stopped the container. */
  private static final Set<Integer> GRACEFUL_EXIT_CODES = Set.of(0, 137, 143);

  private final RoleContainer container;
  private final Pod pod;
  private final ContainerStatus status;
  private final RestartSemantics restartSemantics;
  private final ContainerMessages messages;

  private ContainerStatusReader(
      RoleContainer container, Pod pod, ContainerStatus status, RestartSemantics restartSemantics) {
    this.container = container;
    this.pod = pod;
    this.status = status;
    this.restartSemantics = restartSemantics;
    this.messages = new ContainerMessages(container, PodStatusReader.name(pod), restarts());
  }

  /** Returns the observation of a container; Pending if the Pod has no status for it. */
  static ContainerObservation read(
      RoleContainer container, Pod pod, RestartSemantics restartSemantics) {
    return PodStatusReader.containerStatus(pod, String.valueOf(container.name()))
        .map(status -> new ContainerStatusReader(container, pod, status, restartSemantics).read())
        .orElseGet(
            () -> new ContainerObservation(pod, ContainerPhase.PENDING, false, 0, null, null));
  }

  private ContainerObservation read() {
    var state = status.getState();
    if (Boolean.TRUE.equals(status.getReady())) {
      return ready(
          state != null && state.getTerminated() != null
              ? ContainerPhase.COMPLETED
              : ContainerPhase.RUNNING);
    }
    if (state == null) {
      return notReady(ContainerPhase.PENDING, null, null);
    }
    if (isExpectedToExit(state)) {
      return ready(
          state.getTerminated() == null ? ContainerPhase.RUNNING : ContainerPhase.COMPLETED);
    }
    if (state.getTerminated() != null) {
      return readTerminated(state.getTerminated());
    }
    if (state.getWaiting() != null) {
      return readWaiting(state.getWaiting());
    }
    return state.getRunning() == null
        ? notReady(ContainerPhase.PENDING, null, null)
        : readRunning(state.getRunning().getStartedAt());
  }

  /**
   * In a workload that runs to completion, an app container may exit with code 0, and a native
   * sidecar exits after the app containers with any code.
   */
  private boolean isExpectedToExit(ContainerState state) {
    return restartSemantics.runsToCompletion()
        && (container.isNative()
            ? PodStatusReader.haveAppContainersExited(pod)
            : state.getTerminated() != null && state.getTerminated().getExitCode() == 0);
  }

  private ContainerObservation readTerminated(ContainerStateTerminated termination) {
    if (isInit() && termination.getExitCode() == 0) {
      return ready(ContainerPhase.COMPLETED);
    }
    if (restartSemantics.restartsAlways() && !isInit() && wasStoppedByKubelet(termination)) {
      return notReady(ContainerPhase.PENDING, null, messages.restarting(termination.getExitCode()));
    }
    return readExit(termination);
  }

  private ContainerObservation readWaiting(ContainerStateWaiting wait) {
    var reason = wait.getReason();
    if (reason == null || STARTING_REASONS.contains(reason)) {
      return notReady(ContainerPhase.PENDING, null, null);
    }
    if (BACK_OFF.equals(reason)) {
      return readBackOff();
    }
    var detail = MessageNormalizer.cleanKubeletMessage(wait.getMessage());
    if (isImageReason(reason)) {
      return notReady(ContainerPhase.WAITING, null, messages.imagePullFailed(detail));
    }
    if ("RunContainerError".equals(reason)) {
      return startFailure(detail);
    }
    return notReady(ContainerPhase.WAITING, null, messages.startBlocked(reason, detail));
  }

  /**
   * A container in back-off without a restart was stopped for an image update, and the kubelet
   * cannot pull the new image.
   */
  private ContainerObservation readBackOff() {
    var last = lastTermination();
    if (last == null || (restarts() == 0 && wasStoppedByKubelet(last))) {
      return notReady(ContainerPhase.WAITING, null, messages.restartBlocked());
    }
    return readExit(last);
  }

  private ContainerObservation readRunning(String startedAt) {
    var last = lastTermination();
    var started = Boolean.TRUE.equals(status.getStarted());
    if (last != null && !started && !wasStoppedByKubelet(last)) {
      return readExit(last);
    }
    if (isInit()) {
      return notReady(ContainerPhase.RUNNING, null, messages.initNotCompleted(startedAt));
    }
    return notReady(
        ContainerPhase.RUNNING,
        null,
        started ? messages.readinessProbeNotPassed() : messages.startupProbeNotPassed());
  }

  private ContainerObservation readExit(ContainerStateTerminated termination) {
    int exitCode = termination.getExitCode();
    var reason = termination.getReason();
    if (OUT_OF_MEMORY.equals(reason)) {
      return notReady(ContainerPhase.FAILED, exitCode, messages.outOfMemory());
    }
    if (reason != null && START_FAILURE_REASONS.contains(reason)) {
      return startFailure(MessageNormalizer.cleanKubeletMessage(termination.getMessage()));
    }
    if (isKilledByProbe(termination)) {
      return notReady(
          ContainerPhase.FAILED,
          exitCode,
          container.container().getStartupProbe() != null
              ? messages.startupProbeNotPassed()
              : messages.killedByLivenessProbe(exitCode));
    }
    if (exitCode == 0) {
      return notReady(ContainerPhase.COMPLETED, 0, messages.exitedUnexpectedly());
    }
    return notReady(ContainerPhase.FAILED, exitCode, messages.exited(exitCode));
  }

  /**
   * The kubelet kills a container that fails these probes, but does not report which probe failed.
   */
  private boolean isKilledByProbe(ContainerStateTerminated termination) {
    return restarts() > 0
        && termination.getExitCode() != 0
        && wasStoppedByKubelet(termination)
        && (container.container().getStartupProbe() != null
            || container.container().getLivenessProbe() != null);
  }

  private ContainerObservation startFailure(String detail) {
    return notReady(ContainerPhase.FAILED, null, messages.startFailed(detail));
  }

  private ContainerObservation ready(ContainerPhase phase) {
    return new ContainerObservation(pod, phase, true, restarts(), null, null);
  }

  private ContainerObservation notReady(
      ContainerPhase phase, @Nullable Integer exitCode, @Nullable String message) {
    return new ContainerObservation(pod, phase, false, restarts(), exitCode, message);
  }

  private @Nullable ContainerStateTerminated lastTermination() {
    return status.getLastState() == null ? null : status.getLastState().getTerminated();
  }

  private int restarts() {
    return status.getRestartCount() == null ? 0 : status.getRestartCount();
  }

  private boolean isInit() {
    return container.role() == ContainerRole.INIT;
  }

  private static boolean wasStoppedByKubelet(ContainerStateTerminated termination) {
    return GRACEFUL_EXIT_CODES.contains(termination.getExitCode())
        && !OUT_OF_MEMORY.equals(termination.getReason());
  }

  private static boolean isImageReason(String reason) {
    return reason.contains("Image") || reason.contains("Registry") || reason.contains("Signature");
  }
}
