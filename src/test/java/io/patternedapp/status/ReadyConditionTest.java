package io.patternedapp.status;

import static io.patternedapp.status.Lab.app;
import static io.patternedapp.status.Lab.beingDeleted;
import static io.patternedapp.status.Lab.message;
import static io.patternedapp.status.Lab.pods;
import static io.patternedapp.status.Lab.reason;
import static io.patternedapp.status.Lab.reported;
import static io.patternedapp.status.Lab.running;
import static io.patternedapp.status.Lab.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.patternedapp.api.RoleStatus;
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
  private static final String BOTH = INIT + ", sidecars: [{name: side, image: 'busybox:1.36'}]";

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          initok             | both    | Ready           | 1 of 1 Pods are ready
          badname            | main    | MainNotReady    | main cannot get its image nginx:1.27: Failed to apply default image tag "NGINX:1.27": couldn't parse image name "NGINX:1.27": invalid reference format: repository name (library/NGINX) must be lowercase. Check its name, and spec.pod.imagePullSecrets
          pull               | main    | MainNotReady    | main cannot get its image nginx:1.27: failed to pull and unpack image "docker.io/library/nginx:nosuchtag-99": failed to resolve reference "docker.io/library/nginx:nosuchtag-99": docker.io/library/nginx:nosuchtag-99: not found. Check its name, and spec.pod.imagePullSecrets
          newimage-pulling   | both    | MainNotReady    | main cannot get its image nginx:1.27: failed to pull and unpack image "docker.io/library/nginx:1.28": failed to resolve reference "docker.io/library/nginx:1.28": docker.io/library/nginx:1.28: not found. Check its name, and spec.pod.imagePullSecrets
          newimage-pullbackoff | both  | MainNotReady    | main cannot get its image nginx:1.27: failed to pull and unpack image "docker.io/library/nginx:1.28": failed to resolve reference "docker.io/library/nginx:1.28": docker.io/library/nginx:1.28: not found. Check its name, and spec.pod.imagePullSecrets
          newimage-backoff   | both    | MainNotReady    | main cannot be started again: see kubectl describe pod newimage-backoff
          cfg                | main    | MainNotReady    | main cannot start: CreateContainerConfigError: configmap "nosuch" not found. Make it: the container starts by itself then
          crash              | adapter | AdapterNotReady | adapter "metrics" exited 1 (3 restarts): see kubectl logs crash -c metrics
          crash-just-exited  | adapter | AdapterNotReady | adapter "metrics" exited 1 (3 restarts): see kubectl logs crash-just-exited -c metrics
          initfail           | init    | InitFailed      | init "fetch" exited 3 (3 restarts): see kubectl logs initfail -c fetch
          sidecrash          | sidecar | SidecarNotReady | main waits for sidecar "side", which keeps exiting (code 1): see kubectl logs sidecrash -c side. If it can only run once main does, set mode: Ordinary on it
          sidefast           | sidecar | SidecarNotReady | sidecar "side" exited 1 (3 restarts): see kubectl logs sidefast -c side
          sideprobe          | sidecar | SidecarNotReady | main waits for sidecar "side", which runs, but its startup probe has not passed: see kubectl describe pod sideprobe
          nocmd              | main    | MainNotReady    | main cannot start: unable to start container process: exec: "/nosuchbinary": stat /nosuchbinary: no such file or directory: unknown
          oom                | main    | MainNotReady    | main ran out of memory (OOMKilled, 3 restarts): raise resources.limits.memory of container "main"
          notready           | main    | MainNotReady    | main runs, but its readiness probe has not passed: see kubectl describe pod notready
          failed             | main    | MainNotReady    | main exited 2: see kubectl logs failed -c main
          unsched            | main    | Unschedulable   | Pod unsched finds no node: 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. Make room, or change requests, nodeSelector, affinity or tolerations
          deadline           | main    | PodFailed       | Pod deadline failed: DeadlineExceeded: Pod was active on the node longer than the specified deadline
          evicted            | main    | PodFailed       | Pod evicted failed: Evicted: The node was low on resource: memory. Threshold quantity: 100Mi, available: 97Mi. Container main was using 812Ki, request is 0, has larger consumption of memory.
          unanswered         | both    | PodLost         | Pod unanswered is lost: its node "node-1" does not answer. Bring the node back; or, once it is surely down, delete it (kubectl delete node node-1) or force the Pod's deletion (kubectl delete pod unanswered --force)
          novol              | main    | Progressing     | 0 of 1 Pods are ready; kubectl describe pod novol shows what it waits for
          novol-sidecar      | sidecar | Progressing     | 0 of 1 Pods are ready; kubectl describe pod novol-sidecar shows what it waits for
          gated              | both    | ReadinessGatesNotReady | Pod gated waits for its readiness gates: corresponding condition of pod readiness gate "example.com/lb" does not exist. Each is a condition of the Pod that another controller sets: see that it runs, or remove it from spec.pod.readinessGates
          """)
  void readsWhatTheKubeletReports(String pod, String spec, String reason, String message) {
    var status = status(running(app(spec(spec)), reported(pod)));

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
  void tellsOfEachRole(
      String pod, String spec, String name, String role, String ready, int restarts, String state) {
    var status = status(running(app(spec(spec)), reported(pod)));

    assertThat(status.roles())
        .filteredOn(r -> r.name().equals(name))
        .singleElement()
        .extracting(RoleStatus::role, RoleStatus::ready, RoleStatus::restarts, RoleStatus::state)
        .containsExactly(role, ready, restarts, state);
  }

  @Test
  void aPodThatEndedWellIsStillNotWhatIsMeant() {
    var status = status(running(app(MAIN + ", pod: {restartPolicy: OnFailure}"), reported("done")));

    assertThat(message(status, "Ready"))
        .isEqualTo(
            "main ended with code 0, but should keep running: see kubectl logs done -c main");
  }

  @Test
  void withoutPodsItProgresses() {
    var status = status(running(app("replicas: 3, " + MAIN)));

    assertThat(reason(status, "Ready")).isEqualTo("Progressing");
    assertThat(message(status, "Ready")).isEqualTo("0 of 3 Pods are ready");
    assertThat(status.summary().ready()).isEqualTo("0/1");
    assertThat(status.roles())
        .containsExactly(new RoleStatus("main", "main", "nginx:1.27", "0/3", 0, "Pending", null));
  }

  @Test
  void scaledToZeroIsReady() {
    var status =
        status(
            running(
                app("replicas: 0, " + BOTH),
                beingDeleted(reported("initok"), "2026-11-24T03:24:30Z")));

    assertThat(reason(status, "Ready")).isEqualTo("Ready");
    assertThat(message(status, "Ready")).isEqualTo("0 of 0 Pods are ready");
    assertThat(status.summary().ready()).isEqualTo("0/0");
    assertThat(status.replicas()).isZero();
  }

  @Test
  void namesTheFirstPodInTrouble() {
    var status =
        status(
            running(
                app("replicas: 4, " + ADAPTER),
                reported("crash", "web-10"),
                reported("crash", "web-2"),
                reported("notready", "web")));

    assertThat(message(status, "Ready")).endsWith("see kubectl logs web-2 -c metrics");
    assertThat(status.roles())
        .extracting(RoleStatus::name, RoleStatus::ready, RoleStatus::restarts, RoleStatus::state)
        .containsExactly(tuple("main", "2/4", 0, "Running"), tuple("metrics", "0/4", 6, "Failed"));
    assertThat(status.summary().ready()).isEqualTo("0/2");
  }

  @Test
  void whatStartsFirstIsNamedFirst() {
    var app = app("replicas: 2, sidecars: [{name: side, image: 'busybox:1.36'}], " + ADAPTER);
    var status = status(running(app, reported("crash", "web"), reported("sidecrash", "web-1")));

    assertThat(reason(status, "Ready")).isEqualTo("SidecarNotReady");
  }

  @Test
  void anOutboundAmbassadorHasNoOrdinaryModeToOffer() {
    var app = app(MAIN + ", ambassadors: [{name: side, image: i, direction: Outbound}]");

    assertThat(message(status(running(app, reported("sidecrash"))), "Ready"))
        .isEqualTo(
            "main waits for ambassador \"side\", which keeps exiting (code 1): see kubectl logs"
                + " sidecrash -c side");
  }

  @Test
  void podsBeingDeletedDoNotCount() {
    var leaving = beingDeleted(reported("initok", "web-1"), "2026-11-24T03:24:30Z");
    var status = status(running(app("replicas: 2, " + BOTH), reported("initok", "web"), leaving));

    assertThat(message(status, "Ready")).isEqualTo("1 of 2 Pods are ready; being deleted: web-1");
    assertThat(status.replicas()).isEqualTo(1);
    assertThat(status.readyReplicas()).isEqualTo(1);
  }

  @Test
  void aPodThatOutlivesItsDeletionIsLost() {
    var situation = running(app(BOTH), reported("stuck"));

    assertThat(reason(AppStatus.of(situation, Lab.at("2026-11-24T03:30:20Z")), "Ready"))
        .isEqualTo("Progressing");
    assertThat(reason(AppStatus.of(situation, Lab.LATER), "Ready")).isEqualTo("PodLost");
  }

  @Test
  void aPodWhoseContainersEndedIsNotLost() {
    var ended = beingDeleted(reported("notready"), "2026-11-24T03:00:00Z");
    var state = ended.getStatus().getContainerStatuses().get(0).getState();
    state.setRunning(null);
    state.setTerminated(
        reported("failed").getStatus().getContainerStatuses().get(0).getState().getTerminated());

    assertThat(reason(status(running(app(MAIN), ended)), "Ready")).isEqualTo("Progressing");
  }

  @Test
  void isNotReadyWhileARollIsInProgress() {
    var applied =
        Lab.rolling(
            "replace Pod web",
            "spec.main.command",
            "Pod web stays Failed for another 20 s before it is replaced");
    var situation = new Situation(app(BOTH), List.of(), applied, pods(reported("initok", "web")));

    assertThat(message(status(situation), "Ready"))
        .isEqualTo(
            "1 of 1 Pods are ready; not all are on the current spec. Pod web stays Failed before it"
                + " is replaced");
  }

  @Test
  void tooManyPodsAreNotReady() {
    var status = status(running(app(BOTH), reported("initok", "web"), reported("initok", "web-1")));

    assertThat(message(status, "Ready")).isEqualTo("2 of 1 Pods are ready; 1 are too many");
  }

  @Test
  void aContainerThatWasStoppedIsNoTroubleYet() {
    var pod = reported("notready");
    var state = pod.getStatus().getContainerStatuses().get(0).getState();
    state.setRunning(null);
    state.setTerminated(
        reported("done").getStatus().getContainerStatuses().get(0).getState().getTerminated());

    var status = status(running(app(MAIN), pod));

    assertThat(message(status, "Ready"))
        .isEqualTo("0 of 1 Pods are ready; main ended with code 0 and is about to start again");
  }

  @Test
  void stripsTheBackOffOfOlderKubelets() {
    var pod = reported("pull");
    pod.getStatus()
        .getContainerStatuses()
        .get(0)
        .getState()
        .getWaiting()
        .setMessage("Back-off pulling image \"nginx:1.27\"");

    assertThat(message(status(running(app(MAIN), pod)), "Ready"))
        .isEqualTo(
            "main cannot get its image nginx:1.27. Check its name, and spec.pod.imagePullSecrets");
  }

  private static String spec(String name) {
    return switch (name) {
      case "main" -> MAIN;
      case "adapter" -> ADAPTER;
      case "init" -> INIT;
      case "sidecar" -> SIDECAR;
      default -> BOTH;
    };
  }
}
