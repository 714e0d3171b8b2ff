package io.patternedapp.status.container;

import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.condition.MessageNormalizer;
import io.patternedapp.model.condition.Remediation;

/**
 * Formats the problems of one container in one Pod, each as a predicate to the container name.
 *
 * @param container the container as specified
 * @param podName the name of the Pod
 * @param restarts the number of restarts
 */
record ContainerMessages(RoleContainer container, String podName, int restarts) {

  String imagePullFailed(String detail) {
    var image = container.container().getImage();
    return Remediation.append(
        "cannot pull image %s%s"
            .formatted(image == null ? "" : image, MessageNormalizer.detailSuffix(detail)),
        "Check the image name and spec.pod.imagePullSecrets");
  }

  String startFailed(String detail) {
    return "cannot start" + MessageNormalizer.detailSuffix(detail);
  }

  /** Formats a waiting reason of the kubelet, such as CreateContainerConfigError. */
  String startBlocked(String reason, String detail) {
    var message = "cannot start: %s%s".formatted(reason, MessageNormalizer.detailSuffix(detail));
    return detail.endsWith(" not found")
        ? Remediation.append(
            message, "Create the missing object; the container then starts automatically")
        : message;
  }

  String restartBlocked() {
    return "cannot be restarted; " + describePodCommand();
  }

  String initNotCompleted(String startedAt) {
    return "has been running since %s%s and has not completed; %s"
        .formatted(startedAt, restartsInParentheses(), logsCommand());
  }

  String readinessProbeNotPassed() {
    return "is running%s, but has not passed its readiness probe; %s"
        .formatted(restartsInParentheses(), describePodCommand());
  }

  /** The same message while the container runs and while it waits for its next start. */
  String startupProbeNotPassed() {
    return restarts == 0
        ? "is running, but has not passed its startup probe; " + describePodCommand()
        : "has not passed its startup probe after %s; %s"
            .formatted(MessageNormalizer.restartCount(restarts), describePodCommand());
  }

  String killedByLivenessProbe(int exitCode) {
    return "was killed (exit code %d%s), probably because its liveness probe failed; %s"
        .formatted(exitCode, commaRestarts(), describePodCommand());
  }

  String outOfMemory() {
    return "ran out of memory (OOMKilled%s). Raise resources.limits.memory of container \"%s\""
        .formatted(commaRestarts(), container.name());
  }

  String exitedUnexpectedly() {
    return "exited with code 0%s, but must keep running; %s"
        .formatted(restartsInParentheses(), logsCommand());
  }

  String exited(int exitCode) {
    return "exited with code %d%s; %s".formatted(exitCode, restartsInParentheses(), logsCommand());
  }

  String restarting(int exitCode) {
    return "exited with code %d and is about to restart".formatted(exitCode);
  }

  private String logsCommand() {
    return "run: kubectl logs %s -c %s".formatted(podName, container.name());
  }

  private String describePodCommand() {
    return "run: kubectl describe pod " + podName;
  }

  private String restartsInParentheses() {
    return restarts == 0 ? "" : " (%s)".formatted(MessageNormalizer.restartCount(restarts));
  }

  private String commaRestarts() {
    return restarts == 0 ? "" : ", " + MessageNormalizer.restartCount(restarts);
  }
}
