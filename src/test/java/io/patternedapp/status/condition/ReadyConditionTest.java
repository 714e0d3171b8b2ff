package io.patternedapp.status.condition;

import static io.patternedapp.status.StatusFixture.app;
import static io.patternedapp.status.StatusFixture.inputOf;
import static io.patternedapp.status.StatusFixture.message;
import static io.patternedapp.status.StatusFixture.observedPods;
import static io.patternedapp.status.StatusFixture.reason;
import static io.patternedapp.status.StatusFixture.recordedPod;
import static io.patternedapp.status.StatusFixture.status;
import static io.patternedapp.status.StatusFixture.terminating;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.patternedapp.api.status.RoleContainerStatus;
import io.patternedapp.status.AppStatusGenerator;
import io.patternedapp.status.StatusFixture;
import io.patternedapp.status.input.StatusInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadyConditionTest {

  private static final String MAIN = "main: {image: 'nginx:1.27'}";
  private static final String ADAPTER =
      MAIN + ", adapters: [{name: metrics, image: 'busybox:1.36'}]";
  private static final String INIT = MAIN + ", init: [{name: fetch, image: 'busybox:1.36'}]";
  private static final String SIDECAR = MAIN + ", sidecars: [{name: side, image: 'busybox:1.36'}]";
  private static final String INIT_AND_SIDECAR =
      INIT + ", sidecars: [{name: side, image: 'busybox:1.36'}]";

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          initok             | both    | Ready           | 1 of 1 Pods are ready
          badname            | main    | MainNotReady    | main cannot pull image nginx:1.27: Failed to apply default image tag "NGINX:1.27": couldn't parse image name "NGINX:1.27": invalid reference format: repository name (library/NGINX) must be lowercase. Check the image name and spec.pod.imagePullSecrets
          pull               | main    | MainNotReady    | main cannot pull image nginx:1.27: failed to pull and unpack image "docker.io/library/nginx:nosuchtag-99": failed to resolve reference "docker.io/library/nginx:nosuchtag-99": docker.io/library/nginx:nosuchtag-99: not found. Check the image name and spec.pod.imagePullSecrets
          newimage-pulling   | both    | MainNotReady    | main cannot pull image nginx:1.27: failed to pull and unpack image "docker.io/library/nginx:1.28": failed to resolve reference "docker.io/library/nginx:1.28": docker.io/library/nginx:1.28: not found. Check the image name and spec.pod.imagePullSecrets
          newimage-pullbackoff | both  | MainNotReady    | main cannot pull image nginx:1.27: failed to pull and unpack image "docker.io/library/nginx:1.28": failed to resolve reference "docker.io/library/nginx:1.28": docker.io/library/nginx:1.28: not found. Check the image name and spec.pod.imagePullSecrets
          newimage-backoff   | both    | MainNotReady    | main cannot be restarted; run: kubectl describe pod newimage-backoff
          cfg                | main    | MainNotReady    | main cannot start: CreateContainerConfigError: configmap "nosuch" not found. Create the missing object; the container then starts automatically
          crash              | adapter | AdapterNotReady | adapter "metrics" exited with code 1 (3 restarts); run: kubectl logs crash -c metrics
          crash-just-exited  | adapter | AdapterNotReady | adapter "metrics" exited with code 1 (3 restarts); run: kubectl logs crash-just-exited -c metrics
          initfail           | init    | InitFailed      | init "fetch" exited with code 3 (3 restarts); run: kubectl logs initfail -c fetch
          sidecrash          | sidecar | SidecarNotReady | main waits for sidecar "side", which keeps exiting (code 1); run: kubectl logs sidecrash -c side. If it can run only after main has started, set mode: Regular on it
          sidefast           | sidecar | SidecarNotReady | sidecar "side" exited with code 1 (3 restarts); run: kubectl logs sidefast -c side
          sideprobe          | sidecar | SidecarNotReady | main waits for sidecar "side", which is running, but has not passed its startup probe; run: kubectl describe pod sideprobe
          nocmd              | main    | MainNotReady    | main cannot start: unable to start container process: exec: "/nosuchbinary": stat /nosuchbinary: no such file or directory: unknown
          oom                | main    | MainNotReady    | main ran out of memory (OOMKilled, 3 restarts). Raise resources.limits.memory of container "main"
          notready           | main    | MainNotReady    | main is running, but has not passed its readiness probe; run: kubectl describe pod notready
          failed             | main    | MainNotReady    | main exited with code 2; run: kubectl logs failed -c main
          unsched            | main    | Unschedulable   | Pod unsched cannot be scheduled: 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. Free capacity on the nodes, or change requests, nodeSelector, affinity or tolerations
          deadline           | main    | PodFailed       | Pod deadline failed: DeadlineExceeded: Pod was active on the node longer than the specified deadline
          evicted            | main    | PodFailed       | Pod evicted failed: Evicted: The node was low on resource: memory. Threshold quantity: 100Mi, available: 97Mi. Container main was using 812Ki, request is 0, has larger consumption of memory.
          unanswered         | both    | NodeLost         | Pod unanswered is lost: node "node-1" does not respond. Recover the node; or confirm that it is shut down, then delete it (kubectl delete node node-1) or force-delete the Pod (kubectl delete pod unanswered --force)
          novol              | main    | Progressing     | 0 of 1 Pods are ready; Pod novol is creating its containers; run: kubectl describe pod novol
          novol-sidecar      | sidecar | Progressing     | 0 of 1 Pods are ready; Pod novol-sidecar is creating its containers; run: kubectl describe pod novol-sidecar
          gated              | both    | ReadinessGatesNotReady | Pod gated waits for its readiness gates: corresponding condition of pod readiness gate "example.com/lb" does not exist. Another controller sets these Pod conditions: check that it runs, or remove the gate from spec.pod.readinessGates
          """)
  void readyConditionExplainsKubeletReportedState(
      String pod, String spec, String reason, String message) {
    var status = status(inputOf(app(spec(spec)), recordedPod(pod)));

    assertThat(reason(status, "Ready")).isEqualTo(reason);
    assertThat(message(status, "Ready")).isEqualTo(message);
    assertThat(status.summary().status()).isEqualTo(reason);
  }

  @ParameterizedTest(name = "{0}, {2}")
  @CsvSource({
    "initok, both, main, main, 1/1, 0, Running",
    "initok, both, fetch, init, 1/1, 0, Completed",
    "initok, both, side, sidecar, 1/1, 0, Running",
    "crash, adapter, main, main, 1/1, 0, Running",
    "crash, adapter, metrics, adapter, 0/1, 3, Failed",
    "sidecrash, sidecar, main, main, 0/1, 0, Pending",
    "initfail, init, fetch, init, 0/1, 3, Failed",
    "pull, main, main, main, 0/1, 0, Waiting",
    "notready, main, main, main, 0/1, 0, Running",
    "unsched, main, main, main, 0/1, 0, Pending",
    "evicted, main, main, main, 0/1, 0, Failed",
    "unanswered, both, main, main, 0/1, 0, Running",
  })
  void roleStatusesShowReadinessRestartsAndState(
      String pod, String spec, String name, String role, String ready, int restarts, String state) {
    var status = status(inputOf(app(spec(spec)), recordedPod(pod)));

    assertThat(status.roles())
        .filteredOn(r -> r.name().equals(name))
        .singleElement()
        .extracting(
            RoleContainerStatus::role,
            RoleContainerStatus::ready,
            RoleContainerStatus::restarts,
            RoleContainerStatus::state)
        .containsExactly(role, ready, restarts, state);
  }

  @Test
  void completedMainOfLongRunningAppIsNotReady() {
    var status =
        status(inputOf(app(MAIN + ", pod: {restartPolicy: OnFailure}"), recordedPod("done")));

    assertThat(message(status, "Ready"))
        .isEqualTo(
            "main exited with code 0, but must keep running; run: kubectl logs done -c main");
  }

  @Test
  void appWithoutPodsIsProgressing() {
    var status = status(inputOf(app("replicas: 3, " + MAIN)));

    assertThat(reason(status, "Ready")).isEqualTo("Progressing");
    assertThat(message(status, "Ready")).isEqualTo("0 of 3 Pods are ready");
    assertThat(status.summary().ready()).isEqualTo("0/1");
    assertThat(status.roles())
        .containsExactly(
            new RoleContainerStatus("main", "main", "nginx:1.27", "0/3", 0, "Pending", null));
  }

  @Test
  void appScaledToZeroIsReady() {
    var status =
        status(
            inputOf(
                app("replicas: 0, " + INIT_AND_SIDECAR),
                terminating(recordedPod("initok"), "2026-11-24T03:24:30Z")));

    assertThat(reason(status, "Ready")).isEqualTo("Ready");
    assertThat(message(status, "Ready")).isEqualTo("0 of 0 Pods are ready");
    assertThat(status.summary().ready()).isEqualTo("0/0");
    assertThat(status.replicas()).isZero();
  }

  @Test
  void readyMessageNamesTheFirstFailingPod() {
    var status =
        status(
            inputOf(
                app("replicas: 4, " + ADAPTER),
                recordedPod("crash", "web-10"),
                recordedPod("crash", "web-2"),
                recordedPod("notready", "web")));

    assertThat(message(status, "Ready")).endsWith("run: kubectl logs web-2 -c metrics");
    assertThat(status.roles())
        .extracting(
            RoleContainerStatus::name,
            RoleContainerStatus::ready,
            RoleContainerStatus::restarts,
            RoleContainerStatus::state)
        .containsExactly(tuple("main", "2/4", 0, "Running"), tuple("metrics", "0/4", 6, "Failed"));
    assertThat(status.summary().ready()).isEqualTo("0/2");
  }

  @Test
  void failureOfEarlierStartingContainerTakesPrecedence() {
    var app = app("replicas: 2, sidecars: [{name: side, image: 'busybox:1.36'}], " + ADAPTER);
    var status =
        status(inputOf(app, recordedPod("crash", "web"), recordedPod("sidecrash", "web-1")));

    assertThat(reason(status, "Ready")).isEqualTo("SidecarNotReady");
  }

  @Test
  void outboundAmbassadorMessageDoesNotSuggestAnotherMode() {
    var app = app(MAIN + ", ambassadors: [{name: side, image: i, direction: Outbound}]");

    assertThat(message(status(inputOf(app, recordedPod("sidecrash"))), "Ready"))
        .isEqualTo(
            "main waits for ambassador \"side\", which keeps exiting (code 1); run: kubectl logs"
                + " sidecrash -c side");
  }

  @Test
  void terminatingPodsAreNotCounted() {
    var terminatingPod = terminating(recordedPod("initok", "web-1"), "2026-11-24T03:24:30Z");
    var status =
        status(
            inputOf(
                app("replicas: 2, " + INIT_AND_SIDECAR),
                recordedPod("initok", "web"),
                terminatingPod));

    assertThat(message(status, "Ready")).isEqualTo("1 of 2 Pods are ready; terminating: web-1");
    assertThat(status.replicas()).isEqualTo(1);
    assertThat(status.readyReplicas()).isEqualTo(1);
  }

  @Test
  void podTerminatingTooLongIsReportedAsLost() {
    var input = inputOf(app(INIT_AND_SIDECAR), recordedPod("stuck"));

    assertThat(
            reason(
                AppStatusGenerator.generate(input, StatusFixture.clockAt("2026-11-24T03:30:20Z")),
                "Ready"))
        .isEqualTo("Progressing");
    assertThat(reason(AppStatusGenerator.generate(input, StatusFixture.LATER_CLOCK), "Ready"))
        .isEqualTo("NodeLost");
  }

  @Test
  void terminatingPodWithTerminatedContainersIsNotLost() {
    var terminatingPod = terminating(recordedPod("notready"), "2026-11-24T03:00:00Z");
    var state = terminatingPod.getStatus().getContainerStatuses().get(0).getState();
    state.setRunning(null);
    state.setTerminated(
        recordedPod("failed").getStatus().getContainerStatuses().get(0).getState().getTerminated());

    assertThat(reason(status(inputOf(app(MAIN), terminatingPod)), "Ready"))
        .isEqualTo("Progressing");
  }

  @Test
  void appIsNotReadyDuringRollout() {
    var applied =
        StatusFixture.appliedDuringRollout(
            "replace Pod web",
            "spec.main.command",
            "Pod web stays Failed for another 20 s before it is replaced");
    var input =
        new StatusInput(
            app(INIT_AND_SIDECAR), List.of(), applied, observedPods(recordedPod("initok", "web")));

    assertThat(message(status(input), "Ready"))
        .isEqualTo(
            "1 of 1 Pods are ready; not all Pods run the current spec. Pod web stays Failed before it"
                + " is replaced");
  }

  @Test
  void appWithSurplusPodsIsNotReady() {
    var status =
        status(
            inputOf(
                app(INIT_AND_SIDECAR),
                recordedPod("initok", "web"),
                recordedPod("initok", "web-1")));

    assertThat(message(status, "Ready")).isEqualTo("2 of 1 Pods are ready; 1 more than desired");
  }

  @Test
  void cleanlyExitedContainerIsReportedAsRestarting() {
    var pod = recordedPod("notready");
    var state = pod.getStatus().getContainerStatuses().get(0).getState();
    state.setRunning(null);
    state.setTerminated(
        recordedPod("done").getStatus().getContainerStatuses().get(0).getState().getTerminated());

    var status = status(inputOf(app(MAIN), pod));

    assertThat(message(status, "Ready"))
        .isEqualTo("0 of 1 Pods are ready; main exited with code 0 and is about to restart");
  }

  @Test
  void readyMessageOmitsBackOffTextOfOlderKubelets() {
    var pod = recordedPod("pull");
    pod.getStatus()
        .getContainerStatuses()
        .get(0)
        .getState()
        .getWaiting()
        .setMessage("Back-off pulling image \"nginx:1.27\"");

    assertThat(message(status(inputOf(app(MAIN), pod)), "Ready"))
        .isEqualTo(
            "main cannot pull image nginx:1.27. Check the image name and spec.pod.imagePullSecrets");
  }

  private static String spec(String name) {
    return switch (name) {
      case "main" -> MAIN;
      case "adapter" -> ADAPTER;
      case "init" -> INIT;
      case "sidecar" -> SIDECAR;
      default -> INIT_AND_SIDECAR;
    };
  }
}
