package io.patternedapp.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.status.RoleContainerStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the status of apps whose Pods do not become ready on a real node, and their recovery. */
@Tag("cluster")
@Timeout(300)
class FailureReportingClusterIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(120);
  private static final String MAIN = "main: {image: busybox:1.36, command: [sleep, '3600']}";

  @TempDir static Path directory;

  @AutoClose private static ClusterFixture cluster;

  @BeforeAll
  static void setUp() throws IOException {
    cluster = new ClusterFixture(directory);
  }

  @Test
  void missingImageIsReportedAndRecoversOnceFixed() {
    apply("pull", "main: {image: 'busybox:no-such-tag', command: [sleep, '3600']}");
    assertNotReady(
        "pull",
        "MainNotReady",
        "main cannot pull image busybox:no-such-tag: ",
        "busybox:no-such-tag: not found. Check the image name and spec.pod.imagePullSecrets");

    apply("pull", MAIN);
    assertBecomesReady("pull");
  }

  @Test
  void crashingAdapterIsReportedAndRecoversOnceFixed() {
    apply("crash", MAIN + ", adapters: [{name: metrics, image: busybox:1.36, command: ['false']}]");
    assertNotReady(
        "crash",
        "AdapterNotReady",
        "adapter \"metrics\" exited with code 1",
        "run: kubectl logs crash -c metrics");
    var role = roleStatus(cluster.app("crash"), "metrics");
    assertThat(role.role()).isEqualTo("adapter");
    assertThat(role.ready()).isEqualTo("0/1");

    apply(
        "crash",
        MAIN + ", adapters: [{name: metrics, image: busybox:1.36, command: [sleep, '3600']}]");
    assertBecomesReady("crash");
  }

  @Test
  void oomKilledContainerIsReportedAndRecoversOnceFixed() {
    var command = "[sh, -c, 'tail /dev/zero']";
    apply(
        "memory",
        "main: {image: busybox:1.36, command: %s, resources: {limits: {memory: 16Mi}}}"
            .formatted(command));
    assertNotReady(
        "memory",
        "MainNotReady",
        "main ran out of memory (OOMKilled",
        "Raise resources.limits.memory of container \"main\"");

    apply("memory", MAIN);
    assertBecomesReady("memory");
  }

  @Test
  void unschedulablePodIsReportedAndRecoversOnceFixed() {
    apply("homeless", MAIN + ", pod: {nodeSelector: {disk: none-has-it}}");
    assertNotReady(
        "homeless",
        "Unschedulable",
        "Pod homeless cannot be scheduled: 0/",
        "Free capacity on the nodes, or change requests, nodeSelector, affinity or tolerations");

    apply("homeless", MAIN);
    assertBecomesReady("homeless");
  }

  @Test
  void missingVolumeClaimIsReportedAndRecoversOnceFixed() {
    apply(
        "claimless", MAIN + ", volumes: [{name: d, persistentVolumeClaim: {claimName: nobodys}}]");
    assertNotReady(
        "claimless",
        "Unschedulable",
        "persistentvolumeclaim \"nobodys\" not found",
        "Create the PersistentVolumeClaim, or check why it is not bound; run: kubectl describe pvc");

    apply("claimless", MAIN);
    assertBecomesReady("claimless");
  }

  @Test
  void failedInitContainerIsReportedAndRecoversOnceFixed() {
    var init = MAIN + ", init: [{name: fetch, image: busybox:1.36, command: [%s]}]";
    apply("initfail", init.formatted("sh, -c, 'exit 3'"));
    assertNotReady(
        "initfail",
        "InitFailed",
        "init \"fetch\" exited with code 3",
        "run: kubectl logs initfail -c fetch");

    apply("initfail", init.formatted("'true'"));
    assertBecomesReady("initfail");
  }

  @Test
  void unfinishedInitContainerIsReportedAndRecoversOnceFixed() {
    var init = MAIN + ", init: [{name: fetch, image: busybox:1.36, command: [%s]}]";
    apply("initlong", init.formatted("sleep, '3600'"));
    assertNotReady(
        "initlong",
        "InitNotReady",
        "init \"fetch\" has been running since ",
        "and has not completed; run: kubectl logs initlong -c fetch");

    apply("initlong", init.formatted("'true'"));
    assertBecomesReady("initlong");
  }

  @Test
  void failingStartupProbeIsReportedAndRecoversOnceFixed() {
    var spec =
        "main: {image: busybox:1.36, command: [sleep, '3600'], startupProbe: {exec: {command:"
            + " ['%s']}, periodSeconds: 1, failureThreshold: 2}}, pod:"
            + " {terminationGracePeriodSeconds: 1}";
    apply("slow", spec.formatted("false"));
    assertNotReady(
        "slow",
        "MainNotReady",
        "main has not passed its startup probe after ",
        "; run: kubectl describe pod slow");

    apply("slow", spec.formatted("true"));
    assertBecomesReady("slow");
  }

  @Test
  void crashingSidecarThatBlocksMainIsReportedAndRecoversOnceFixed() {
    var spec = MAIN + ", sidecars: [{name: side, image: busybox:1.36, command: [%s]}]";
    apply("held", spec.formatted("sh, -c, 'sleep 1; exit 4'") + initContainerThatBlocksMain());
    assertNotReady(
        "held",
        "SidecarNotReady",
        "main waits for sidecar \"side\", which keeps exiting (code 4)",
        "set mode: Regular on it");

    apply("held", spec.formatted("sleep, '3600'"));
    assertBecomesReady("held");
  }

  /** Returns an init container that never completes and runs after the sidecar, before main. */
  private static String initContainerThatBlocksMain() {
    return ", init: [{name: wait, image: busybox:1.36, startAfter: [side], command: [sleep,"
        + " '3600']}]";
  }

  @Test
  void missingEnvConfigMapIsReportedAndRecoversOnceCreated() {
    apply(
        "envless",
        "main: {image: busybox:1.36, command: [sleep, '3600'], envFrom: [{configMapRef: {name:"
            + " settings}}]}");
    assertNotReady(
        "envless",
        "MainNotReady",
        "main cannot start: CreateContainerConfigError: configmap \"settings\" not found",
        "Create the missing object; the container then starts automatically");

    create(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("settings")
            .endMetadata()
            .addToData("a", "b")
            .build());
    assertBecomesReady("envless");
  }

  @Test
  void missingVolumeSecretIsReportedAndRecoversOnceCreated() {
    apply(
        "mountless",
        "main: {image: busybox:1.36, command: [sleep, '3600'], volumeMounts: [{name: key,"
            + " mountPath: /key}]}, volumes: [{name: key, secret: {secretName: the-key}}]");
    assertNotReady(
        "mountless",
        "PodNotStarting",
        "Pod mountless is scheduled, but its volumes or network are not ready",
        "Check that these objects exist: Secret \"the-key\"");

    create(
        new SecretBuilder()
            .withNewMetadata()
            .withName("the-key")
            .endMetadata()
            .addToStringData("a", "b")
            .build());
    assertBecomesReady("mountless");
  }

  @Test
  void unsetReadinessGateIsReportedAndRecoversOnceSet() {
    apply("gated", MAIN + ", pod: {readinessGates: [{conditionType: example.com/lb}]}");
    assertNotReady(
        "gated",
        "ReadinessGatesNotReady",
        "corresponding condition of pod readiness gate \"example.com/lb\" does not exist",
        "check that it runs, or remove the gate from spec.pod.readinessGates");

    cluster
        .client()
        .pods()
        .inNamespace(cluster.namespace())
        .withName("gated")
        .editStatus(
            live ->
                new PodBuilder(live)
                    .editStatus()
                    .addNewCondition()
                    .withType("example.com/lb")
                    .withStatus("True")
                    .endCondition()
                    .endStatus()
                    .build());
    assertBecomesReady("gated");
  }

  /** The priority class limits the quota to the Pods of this test. */
  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet", "Job"})
  void podsDeniedByQuotaAreReportedAndCreatedOnceTheQuotaIsRemoved(String kind) {
    var name = kind.toLowerCase(Locale.ROOT);
    var quota =
        create(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withHard(Map.of("pods", new Quantity("0")))
                .withNewScopeSelector()
                .addNewMatchExpression()
                .withScopeName("PriorityClass")
                .withOperator("In")
                .withValues("system-node-critical")
                .endMatchExpression()
                .endScopeSelector()
                .endSpec()
                .build());
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                cluster.client().resource(quota).get().getStatus() != null
                    && !cluster.client().resource(quota).get().getStatus().getHard().isEmpty());
    apply(
        name,
        "workload: {kind: %s}, %s, pod: {priorityClassName: system-node-critical}"
            .formatted(kind, "Job".equals(kind) ? MAIN.replace("3600", "3") : MAIN));
    if ("Deployment".equals(kind)) {
      assertNotReady(
          name,
          "QuotaExceeded",
          "Pods cannot be created: pods \"deployment-",
          "Raise the ResourceQuota of namespace "
              + cluster.namespace()
              + ", or reduce the requested resources");
    } else {
      assertNotReady(
          name,
          "FailedCreate",
          "%s %s has created 0 of 1 Pods. Its Events show the cause".formatted(kind, name),
          "run: kubectl describe %s %s. Fix the cause; the controller retries automatically"
              .formatted(name, name));
    }

    cluster.client().resource(quota).delete();
    assertBecomesReady(name);
  }

  private static void apply(String name, String spec) {
    cluster.apply(
        """
        apiVersion: patternedapp.io/v1alpha1
        kind: PatternedApp
        metadata: {name: %s}
        spec: {%s}
        """
            .formatted(
                name,
                spec.contains("pod: {")
                    ? spec
                    : spec + ", pod: {terminationGracePeriodSeconds: 0}"));
  }

  private static <T extends HasMetadata> T create(T object) {
    object.getMetadata().setNamespace(cluster.namespace());
    return cluster.client().resource(object).create();
  }

  /** Waits for the reason, message and remedy, and checks that no Event message is duplicated. */
  private static void assertNotReady(
      String name, String reason, String expectedMessage, String expectedRemedy) {
    await(reason + " of " + name)
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              var ready = cluster.readyCondition(name);
              assertThat(ready.getMessage()).contains(expectedMessage).contains(expectedRemedy);
              assertThat(ready.getReason()).isEqualTo(reason);
              assertThat(ready.getStatus()).isEqualTo("False");
            });
    assertThat(cluster.app(name).getStatus().summary().status()).isEqualTo(reason);
    assertThat(
            events(name, reason).stream()
                .map(Event::getMessage)
                .map(FailureReportingClusterIT::withoutRestartCount))
        .doesNotHaveDuplicates();
  }

  private static String withoutRestartCount(String message) {
    return message.replaceAll("\\d+ restarts?", "");
  }

  private static void assertBecomesReady(String name) {
    await("recovery of " + name)
        .atMost(TIMEOUT)
        .until(() -> cluster.readyOrReason(name), "True"::equals);
  }

  private static List<Event> events(String name, String reason) {
    return cluster
        .client()
        .v1()
        .events()
        .inNamespace(cluster.namespace())
        .list()
        .getItems()
        .stream()
        .filter(event -> "PatternedApp".equals(event.getInvolvedObject().getKind()))
        .filter(event -> name.equals(event.getInvolvedObject().getName()))
        .filter(event -> reason.equals(event.getReason()))
        .toList();
  }

  private static RoleContainerStatus roleStatus(PatternedApp app, String name) {
    return app.getStatus().roles().stream()
        .filter(role -> role.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
