package io.patternedapp.status.container;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.condition.MessageFormatter;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.condition.Remediation;
import io.patternedapp.model.workload.PodStatusReader;
import io.patternedapp.status.pod.PodFailure;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One container in one Pod. The message is the same before, during and after a back-off, so that a
 * container that keeps exiting changes the status once a restart and not thrice.
 *
 * @param pod the Pod
 * @param phase its state
 * @param ready whether it is ready; an init container: done
 * @param restarts how often it was restarted
 * @param exitCode with which it keeps ending; null when it does not
 * @param message what is wrong, to be read after the container's name; null when nothing is
 */
public record ContainerObservation(
    Pod pod,
    ContainerPhase phase,
    boolean ready,
    int restarts,
    @Nullable Integer exitCode,
    @Nullable String message) {

  /** What is worst comes first; of equals, the first Pod. */
  static final Comparator<ContainerObservation> WORST_FIRST =
      Comparator.comparing(ContainerObservation::ready)
          .thenComparing(ContainerObservation::phase)
          .thenComparing(ContainerObservation::pod, PodStatusReader.BY_NAME);

  private static final Set<String> STARTING_REASONS =
      Set.of("ContainerCreating", "PodInitializing");
  private static final Set<String> START_FAILURE_REASONS =
      Set.of("StartError", "ContainerCannotRun");
  private static final String BACK_OFF = "CrashLoopBackOff";
  private static final String OUT_OF_MEMORY = "OOMKilled";

  /** Ended well, or killed by a signal of the kubelet: maybe just to be started anew. */
  private static final Set<Integer> GRACEFUL_EXIT_CODES = Set.of(0, 137, 143);

  /** Whether it will not get ready by starting up. */
  public boolean isFailure() {
    return !ready && phase.compareTo(ContainerPhase.COMPLETED) <= 0;
  }

  static ContainerObservation observe(
      RoleContainer container, Pod pod, RestartSemantics restartSemantics) {
    return PodStatusReader.containerStatus(pod, String.valueOf(container.name()))
        .map(status -> new Parser(container, pod, status, restartSemantics).parse())
        .orElseGet(
            () -> new ContainerObservation(pod, ContainerPhase.PENDING, false, 0, null, null));
  }

  /** The same container when its Pod as a whole has failed or is lost. */
  ContainerObservation overriddenBy(PodFailure podFailure) {
    var failed = podFailure.reason() == Reason.PodFailed;
    return new ContainerObservation(
        pod,
        failed ? ContainerPhase.FAILED : phase,
        false,
        restarts,
        null,
        "is in Pod %s, which %s"
            .formatted(PodStatusReader.name(pod), failed ? "failed" : "is lost"));
  }

  /** Reads one container status. */
  private record Parser(
      RoleContainer container, Pod pod, ContainerStatus status, RestartSemantics restartSemantics) {

    ContainerObservation parse() {
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
        return parseTerminated(state.getTerminated());
      }
      if (state.getWaiting() != null) {
        return parseWaiting(state.getWaiting());
      }
      return state.getRunning() == null
          ? notReady(ContainerPhase.PENDING, null, null)
          : parseRunning();
    }

    /** What is to end may end well; a native helper ends after main, however it does. */
    private boolean isExpectedToExit(ContainerState state) {
      return restartSemantics.runsToCompletion()
          && (container.isNative()
              ? PodStatusReader.haveAppContainersExited(pod)
              : state.getTerminated() != null && state.getTerminated().getExitCode() == 0);
    }

    private ContainerObservation parseTerminated(ContainerStateTerminated termination) {
      if (isInit() && termination.getExitCode() == 0) {
        return ready(ContainerPhase.COMPLETED);
      }
      if (restartSemantics.restartsAlways() && !isInit() && wasStoppedByKubelet(termination)) {
        return notReady(
            ContainerPhase.PENDING,
            null,
            "ended with code %d and is about to start again".formatted(termination.getExitCode()));
      }
      return parseExit(termination);
    }

    private ContainerObservation parseWaiting(ContainerStateWaiting wait) {
      var reason = wait.getReason();
      if (reason == null || STARTING_REASONS.contains(reason)) {
        return notReady(ContainerPhase.PENDING, null, null);
      }
      if (BACK_OFF.equals(reason)) {
        return parseBackOff();
      }
      var detail = MessageFormatter.cleanKubeletMessage(wait.getMessage());
      if (isImageReason(reason)) {
        return notReady(
            ContainerPhase.WAITING,
            null,
            Remediation.append(
                "cannot get its image %s%s"
                    .formatted(image(), MessageFormatter.detailSuffix(detail)),
                "Check its name, and spec.pod.imagePullSecrets"));
      }
      if ("RunContainerError".equals(reason)) {
        return startFailure(detail);
      }
      var message = "cannot start: %s%s".formatted(reason, MessageFormatter.detailSuffix(detail));
      return notReady(
          ContainerPhase.WAITING,
          null,
          detail.endsWith(" not found")
              ? Remediation.append(message, "Make it: the container starts by itself then")
              : message);
    }

    /** Never restarted, it was stopped for an image that the kubelet then cannot get. */
    private ContainerObservation parseBackOff() {
      var last = lastTermination();
      if (last == null || (restarts() == 0 && wasStoppedByKubelet(last))) {
        return notReady(
            ContainerPhase.WAITING,
            null,
            "cannot be started again: see " + kubectlCommand("describe pod"));
      }
      return parseExit(last);
    }

    private ContainerObservation parseRunning() {
      var last = lastTermination();
      var started = Boolean.TRUE.equals(status.getStarted());
      if (last != null && !started && !wasStoppedByKubelet(last)) {
        return parseExit(last);
      }
      if (isInit()) {
        return notReady(
            ContainerPhase.RUNNING,
            null,
            "has run since %s%s and has not ended yet: see %s"
                .formatted(
                    status.getState().getRunning().getStartedAt(),
                    formatRestarts(" (%s)"),
                    logsCommand()));
      }
      return notReady(
          ContainerPhase.RUNNING,
          null,
          started
              ? "runs%s, but its readiness probe has not passed: see %s"
                  .formatted(formatRestarts(" (%s)"), kubectlCommand("describe pod"))
              : startupProbeMessage());
    }

    /** The same words while it runs and while it waits for its next start. */
    private String startupProbeMessage() {
      return restarts() == 0
          ? "runs, but its startup probe has not passed: see " + kubectlCommand("describe pod")
          : "was started anew (%s), and its startup probe has not passed: see %s"
              .formatted(formatRestarts("%s"), kubectlCommand("describe pod"));
    }

    /** The kubelet kills what fails these probes; its status does not say which it was. */
    private ContainerObservation killedByProbe(ContainerStateTerminated termination) {
      return container.container().getStartupProbe() != null
          ? notReady(ContainerPhase.FAILED, termination.getExitCode(), startupProbeMessage())
          : notReady(
              ContainerPhase.FAILED,
              termination.getExitCode(),
              "was killed (code %d%s), as it is when its liveness probe fails: see %s"
                  .formatted(
                      termination.getExitCode(),
                      formatRestarts(", %s"),
                      kubectlCommand("describe pod")));
    }

    private boolean isKilledByProbe(ContainerStateTerminated termination) {
      return restarts() > 0
          && termination.getExitCode() != 0
          && wasStoppedByKubelet(termination)
          && (container.container().getStartupProbe() != null
              || container.container().getLivenessProbe() != null);
    }

    private ContainerObservation parseExit(ContainerStateTerminated termination) {
      if (OUT_OF_MEMORY.equals(termination.getReason())) {
        return notReady(
            ContainerPhase.FAILED,
            termination.getExitCode(),
            "ran out of memory (OOMKilled%s): raise resources.limits.memory of container \"%s\""
                .formatted(formatRestarts(", %s"), container.name()));
      }
      if (termination.getReason() != null
          && START_FAILURE_REASONS.contains(termination.getReason())) {
        return startFailure(MessageFormatter.cleanKubeletMessage(termination.getMessage()));
      }
      if (isKilledByProbe(termination)) {
        return killedByProbe(termination);
      }
      if (termination.getExitCode() == 0) {
        return notReady(
            ContainerPhase.COMPLETED,
            0,
            "ended with code 0%s, but should keep running: see %s"
                .formatted(formatRestarts(" (%s)"), logsCommand()));
      }
      return notReady(
          ContainerPhase.FAILED,
          termination.getExitCode(),
          "exited %d%s: see %s"
              .formatted(termination.getExitCode(), formatRestarts(" (%s)"), logsCommand()));
    }

    private ContainerObservation startFailure(String detail) {
      return notReady(
          ContainerPhase.FAILED, null, "cannot start" + MessageFormatter.detailSuffix(detail));
    }

    private ContainerObservation ready(ContainerPhase phase) {
      return new ContainerObservation(pod, phase, true, restarts(), null, null);
    }

    private ContainerObservation notReady(
        ContainerPhase phase, @Nullable Integer code, @Nullable String message) {
      return new ContainerObservation(pod, phase, false, restarts(), code, message);
    }

    private @Nullable ContainerStateTerminated lastTermination() {
      return status.getLastState() == null ? null : status.getLastState().getTerminated();
    }

    private String image() {
      var image = container.container().getImage();
      return image == null ? "" : image;
    }

    private String logsCommand() {
      return kubectlCommand("logs") + " -c " + container.name();
    }

    private String kubectlCommand(String verb) {
      return "kubectl %s %s".formatted(verb, PodStatusReader.name(pod));
    }

    private String formatRestarts(String format) {
      return switch (restarts()) {
        case 0 -> "";
        case 1 -> format.formatted("1 restart");
        default -> format.formatted(restarts() + " restarts");
      };
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
      return reason.contains("Image")
          || reason.contains("Registry")
          || reason.contains("Signature");
    }
  }
}
