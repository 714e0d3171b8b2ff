package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.api.Role;
import io.patternedapp.api.RoleContainer;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One container in one Pod. The message is the same before, during and after a back-off, so that a
 * container that keeps exiting changes the status once a restart and not thrice.
 *
 * @param pod the Pod
 * @param state its state
 * @param ready whether it is ready; an init container: done
 * @param restarts how often it was restarted
 * @param exitCode with which it keeps ending; null when it does not
 * @param message what is wrong, to be read after the container's name; null when nothing is
 */
record RoleInPod(
    Pod pod,
    State state,
    boolean ready,
    int restarts,
    @Nullable Integer exitCode,
    @Nullable String message) {

  /** What is worst comes first; of equals, the first Pod. */
  static final Comparator<RoleInPod> WORST_FIRST =
      Comparator.comparing(RoleInPod::ready)
          .thenComparing(RoleInPod::state)
          .thenComparing(RoleInPod::pod, Pods.BY_NAME);

  private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");
  private static final Set<String> NOT_STARTABLE = Set.of("StartError", "ContainerCannotRun");
  private static final String BACK_OFF = "CrashLoopBackOff";
  private static final String OUT_OF_MEMORY = "OOMKilled";

  /** Ended well, or killed by a signal of the kubelet: maybe just to be started anew. */
  private static final Set<Integer> ASKED_TO_END = Set.of(0, 137, 143);

  /** Whether it will not get ready by starting up. */
  boolean isProblem() {
    return !ready && state.compareTo(State.COMPLETED) <= 0;
  }

  static RoleInPod of(RoleContainer container, Pod pod, PodLife life) {
    return Pods.container(pod, String.valueOf(container.name()))
        .map(status -> new Reader(container, pod, status, life).read())
        .orElseGet(() -> new RoleInPod(pod, State.PENDING, false, 0, null, null));
  }

  /** The same container when its Pod as a whole has failed or is lost. */
  RoleInPod without(PodTrouble trouble) {
    var failed = trouble.reason() == Reason.PodFailed;
    return new RoleInPod(
        pod,
        failed ? State.FAILED : state,
        false,
        restarts,
        null,
        "is in Pod %s, which %s".formatted(Pods.name(pod), failed ? "failed" : "is lost"));
  }

  /** Reads one container status. */
  private record Reader(RoleContainer container, Pod pod, ContainerStatus status, PodLife life) {

    RoleInPod read() {
      var now = status.getState();
      if (Boolean.TRUE.equals(status.getReady())) {
        return ready(now != null && now.getTerminated() != null ? State.COMPLETED : State.RUNNING);
      }
      if (now == null) {
        return notReady(State.PENDING, null, null);
      }
      if (isAtItsEnd(now)) {
        return ready(now.getTerminated() == null ? State.RUNNING : State.COMPLETED);
      }
      if (now.getTerminated() != null) {
        return terminated(now.getTerminated());
      }
      if (now.getWaiting() != null) {
        return waiting(now.getWaiting());
      }
      return now.getRunning() == null ? notReady(State.PENDING, null, null) : running();
    }

    /** What is to end may end well; a native helper ends after main, however it does. */
    private boolean isAtItsEnd(ContainerState now) {
      return life.ends()
          && (container.isNative()
              ? Pods.haveOrdinaryEnded(pod)
              : now.getTerminated() != null && now.getTerminated().getExitCode() == 0);
    }

    private RoleInPod terminated(ContainerStateTerminated end) {
      if (isInit() && end.getExitCode() == 0) {
        return ready(State.COMPLETED);
      }
      if (life.restartsAlways() && !isInit() && mayBeAsked(end)) {
        return notReady(
            State.PENDING,
            null,
            "ended with code %d and is about to start again".formatted(end.getExitCode()));
      }
      return ended(end);
    }

    private RoleInPod waiting(ContainerStateWaiting wait) {
      var reason = wait.getReason();
      if (reason == null || STARTING.contains(reason)) {
        return notReady(State.PENDING, null, null);
      }
      if (BACK_OFF.equals(reason)) {
        return backOff();
      }
      var words = Words.ofKubelet(wait.getMessage());
      if (isAboutImage(reason)) {
        return notReady(
            State.WAITING,
            null,
            Advice.after(
                "cannot get its image %s%s".formatted(image(), Words.explained(words)),
                "Check its name, and spec.pod.imagePullSecrets"));
      }
      if ("RunContainerError".equals(reason)) {
        return cannotStart(words);
      }
      var why = "cannot start: %s%s".formatted(reason, Words.explained(words));
      return notReady(
          State.WAITING,
          null,
          words.endsWith(" not found")
              ? Advice.after(why, "Make it: the container starts by itself then")
              : why);
    }

    /** Never restarted, it was stopped for an image that the kubelet then cannot get. */
    private RoleInPod backOff() {
      var last = lastEnd();
      if (last == null || (restarts() == 0 && mayBeAsked(last))) {
        return notReady(
            State.WAITING, null, "cannot be started again: see " + command("describe pod"));
      }
      return ended(last);
    }

    private RoleInPod running() {
      var last = lastEnd();
      var started = Boolean.TRUE.equals(status.getStarted());
      if (last != null && !started && !mayBeAsked(last)) {
        return ended(last);
      }
      if (isInit()) {
        return notReady(
            State.RUNNING,
            null,
            "has run since %s%s and has not ended yet: see %s"
                .formatted(
                    status.getState().getRunning().getStartedAt(), restarted(" (%s)"), logs()));
      }
      return notReady(
          State.RUNNING,
          null,
          started
              ? "runs%s, but its readiness probe has not passed: see %s"
                  .formatted(restarted(" (%s)"), command("describe pod"))
              : startupFailed());
    }

    /** The same words while it runs and while it waits for its next start. */
    private String startupFailed() {
      return restarts() == 0
          ? "runs, but its startup probe has not passed: see " + command("describe pod")
          : "was started anew (%s), and its startup probe has not passed: see %s"
              .formatted(restarted("%s"), command("describe pod"));
    }

    /** The kubelet kills what fails these probes; its status does not say which it was. */
    private RoleInPod killed(ContainerStateTerminated end) {
      return container.container().getStartupProbe() != null
          ? notReady(State.FAILED, end.getExitCode(), startupFailed())
          : notReady(
              State.FAILED,
              end.getExitCode(),
              "was killed (code %d%s), as it is when its liveness probe fails: see %s"
                  .formatted(end.getExitCode(), restarted(", %s"), command("describe pod")));
    }

    private boolean isKilledByProbe(ContainerStateTerminated end) {
      return restarts() > 0
          && end.getExitCode() != 0
          && mayBeAsked(end)
          && (container.container().getStartupProbe() != null
              || container.container().getLivenessProbe() != null);
    }

    private RoleInPod ended(ContainerStateTerminated end) {
      if (OUT_OF_MEMORY.equals(end.getReason())) {
        return notReady(
            State.FAILED,
            end.getExitCode(),
            "ran out of memory (OOMKilled%s): raise resources.limits.memory of container \"%s\""
                .formatted(restarted(", %s"), container.name()));
      }
      if (end.getReason() != null && NOT_STARTABLE.contains(end.getReason())) {
        return cannotStart(Words.ofKubelet(end.getMessage()));
      }
      if (isKilledByProbe(end)) {
        return killed(end);
      }
      if (end.getExitCode() == 0) {
        return notReady(
            State.COMPLETED,
            0,
            "ended with code 0%s, but should keep running: see %s"
                .formatted(restarted(" (%s)"), logs()));
      }
      return notReady(
          State.FAILED,
          end.getExitCode(),
          "exited %d%s: see %s".formatted(end.getExitCode(), restarted(" (%s)"), logs()));
    }

    private RoleInPod cannotStart(String words) {
      return notReady(State.FAILED, null, "cannot start" + Words.explained(words));
    }

    private RoleInPod ready(State state) {
      return new RoleInPod(pod, state, true, restarts(), null, null);
    }

    private RoleInPod notReady(State state, @Nullable Integer code, @Nullable String message) {
      return new RoleInPod(pod, state, false, restarts(), code, message);
    }

    private @Nullable ContainerStateTerminated lastEnd() {
      return status.getLastState() == null ? null : status.getLastState().getTerminated();
    }

    private String image() {
      var image = container.container().getImage();
      return image == null ? "" : image;
    }

    private String logs() {
      return command("logs") + " -c " + container.name();
    }

    private String command(String verb) {
      return "kubectl %s %s".formatted(verb, Pods.name(pod));
    }

    private String restarted(String format) {
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
      return container.role() == Role.INIT;
    }

    private static boolean mayBeAsked(ContainerStateTerminated end) {
      return ASKED_TO_END.contains(end.getExitCode()) && !OUT_OF_MEMORY.equals(end.getReason());
    }

    private static boolean isAboutImage(String reason) {
      return reason.contains("Image")
          || reason.contains("Registry")
          || reason.contains("Signature");
    }
  }
}
