package io.patternedapp.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.status.RoleContainerStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests each workload kind with its controller and a kubelet. */
@Tag("cluster")
@Timeout(300)
class WorkloadKindsClusterIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(120);

  private static final String HEADER =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: NAME}
      """;

  private static final String WEB =
      HEADER
          + """
          spec:
            workload: {kind: KIND}
            main:
              image: nginx:1.27
              ports: [{name: http, containerPort: 80}]
              readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1}
              lifecycle: {preStop: {sleep: {seconds: 3}}}
              files: [{mountPath: /usr/share/nginx/html, data: {index.html: "one"}}]
            service: {type: ClusterIP, ports: [{port: 80}]}
            pod: {terminationGracePeriodSeconds: 5}
          """;

  private static final String JOB =
      HEADER
          + """
          spec:
            workload: {kind: Job, job: {backoffLimit: 0, onChange: Replace}}
            main:
              image: busybox:1.36
              command: [sh, -c, "wget -qO- http://$DOOR/ && echo done"]
            init: [{name: first, image: "busybox:1.36", command: [sh, -c, "echo prepared"]}]
            sidecars:
            - name: logs
              image: busybox:1.36
              command: [sh, -c, "trap 'exit 3' TERM; while true; do sleep 1; done"]
            ambassadors:
            - name: door
              direction: Outbound
              image: nginx:1.27
              ports: [{name: http, containerPort: 80}]
              readinessProbe: {httpGet: {path: /, port: http}}
              exportEnv: [{name: DOOR, value: "localhost:80"}]
            adapters:
            - name: metrics
              image: nginx/nginx-prometheus-exporter:0.9.0
              env: [{name: SCRAPE_URI, value: "http://localhost/stub_status"}, {name: NGINX_RETRIES, value: "20"}]
              ports: [{name: metrics, containerPort: 9113}]
            pod: {terminationGracePeriodSeconds: 2}
          """;

  @TempDir static Path directory;

  @AutoClose private static ClusterFixture cluster;

  @BeforeAll
  static void setUp() throws IOException {
    cluster = new ClusterFixture(directory);
  }

  @Test
  void jobWithHelpersOfEveryRoleCompletes() {
    cluster.apply(JOB.replace("NAME", "job"));

    var status = cluster.awaitReady("job").getStatus();

    assertThat(readyCondition("job").getReason()).isEqualTo("Completed");
    assertThat(status.roles()).extracting(RoleContainerStatus::state).containsOnly("Completed");
    assertThat(cluster.logs(firstPodName("job"), "main")).contains("done");
  }

  @Test
  void failedJobNamesTheContainerAndIsReplacedOnceFixed() {
    var app = JOB.replace("NAME", "failed");
    cluster.apply(app.replace("echo done", "exit 42"));

    await()
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              assertThat(readyCondition("failed").getReason()).isEqualTo("JobFailed");
              assertThat(readyCondition("failed").getMessage())
                  .contains(
                      "BackoffLimitExceeded", "main exited with code 42", "kubectl logs failed-");
            });

    cluster.apply(app);
    cluster.awaitReady("failed");
    assertThat(readyCondition("failed").getReason()).isEqualTo("Completed");
  }

  @Test
  void cronJobReadinessReflectsItsLastRun() {
    var app =
        HEADER.replace("NAME", "cron")
            + """
            spec:
              workload: {kind: CronJob, cronJob: {schedule: "0 0 1 1 *"}, job: {backoffLimit: 0}}
              main: {image: "busybox:1.36", command: [sh, -c, "echo done; exit 0"]}
            """;
    cluster.apply(app);
    cluster.awaitReady("cron");
    assertThat(readyCondition("cron").getReason()).isEqualTo("Scheduled");

    kubectl("create", "job", "--from=cronjob/cron", "cron-good");
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(cluster.app("cron").getStatus().roles())
                    .extracting(RoleContainerStatus::state)
                    .containsExactly("Completed"));

    cluster.apply(app.replace("exit 0", "exit 1"));
    cluster.awaitReady("cron");
    kubectl("create", "job", "--from=cronjob/cron", "cron-bad");
    await()
        .atMost(TIMEOUT)
        .until(() -> readyCondition("cron").getReason(), "LastRunFailed"::equals);
  }

  @Test
  void suspendedCronJobIsCreatedAndReportedAsSuspended() {
    cluster.apply(
        HEADER.replace("NAME", "held")
            + """
            spec:
              workload: {kind: CronJob, cronJob: {schedule: "* * * * *", suspend: true}}
              main: {image: "busybox:1.36", command: [sh, -c, "echo done"]}
            """);

    cluster.awaitReady("held");

    assertThat(readyCondition("held").getReason()).isEqualTo("Suspended");
    assertThat(
            cluster
                .client()
                .batch()
                .v1()
                .cronjobs()
                .inNamespace(cluster.namespace())
                .withName("held")
                .get())
        .isNotNull();
  }

  @Test
  void statefulSetPodNamesResolveInDns() {
    cluster.apply(
        HEADER.replace("NAME", "store")
            + """
            spec:
              replicas: 2
              workload: {kind: StatefulSet}
              main:
                image: nginx:1.27
                ports: [{name: http, containerPort: 80}]
                readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1}
                volumeMounts: [{name: html, mountPath: /usr/share/nginx/html}]
              init:
              - name: page
                image: busybox:1.36
                command: [sh, -c, "hostname > /html/index.html"]
                volumeMounts: [{name: html, mountPath: /html}]
              sidecars: [{name: logs, image: "busybox:1.36", command: [sh, -c, "exec sleep 1000"]}]
              volumes: [{name: html}]
              pod: {terminationGracePeriodSeconds: 1}
            """);

    var status = cluster.awaitReady("store").getStatus();

    assertThat(status.readyReplicas()).isEqualTo(2);
    assertThat(status.summary().ready()).isEqualTo("2/2");
    for (var pod : List.of("store-0", "store-1")) {
      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () -> assertThat(cluster.curl("http://" + pod + ".store-headless/")).contains(pod));
    }
  }

  @Test
  void daemonSetRunsOnEachNode() {
    int nodes = cluster.client().nodes().list().getItems().size();
    cluster.apply(
        WEB.replace("NAME", "agent")
            .replace("KIND", "DaemonSet")
            .replace("pod: {", "pod: {tolerations: [{operator: Exists}], "));

    var status = cluster.awaitReady("agent").getStatus();

    assertThat(status.replicas()).isEqualTo(nodes);
    assertThat(status.roles())
        .extracting(RoleContainerStatus::ready)
        .containsExactly(nodes + "/" + nodes);
  }

  @Test
  void workloadKindChangeKeepsTheServiceAvailable() {
    var app = WEB.replace("NAME", "changing");
    cluster.apply(app.replace("KIND", "Pod"));
    var address = cluster.awaitReady("changing").getStatus().service().clusterIP();
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(cluster.curl("http://" + address)).contains("one"));

    var responses = new ArrayList<String>();
    for (var kind : List.of("StatefulSet", "DaemonSet", "Deployment")) {
      cluster.apply(app.replace("KIND", kind));
      await("only " + kind)
          .atMost(TIMEOUT)
          .until(
              () -> {
                responses.add(cluster.curl("http://" + address));
                return workloadKinds("changing");
              },
              List.of(kind)::equals);
      cluster.awaitReady("changing");
    }
    assertThat(responses).allMatch(answer -> answer.contains("one"));
  }

  @Test
  void horizontalPodAutoscalerScalesTheApp() {
    cluster.apply(WEB.replace("NAME", "scaled").replace("KIND", "Deployment"));
    cluster.awaitReady("scaled");

    kubectl("scale", "papp", "scaled", "--replicas=2");
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> assertThat(cluster.app("scaled").getStatus().readyReplicas()).isEqualTo(2));

    cluster.client().resource(autoscaler(1)).create();
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(autoscaler().getStatus().getConditions())
                    .anyMatch(
                        c -> "AbleToScale".equals(c.getType()) && "True".equals(c.getStatus())));

    kubectl("patch", "hpa", "scaled", "--type=merge", "-p", "{\"spec\":{\"minReplicas\":3}}");
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> assertThat(cluster.app("scaled").getStatus().readyReplicas()).isEqualTo(3));
  }

  private static HorizontalPodAutoscaler autoscaler() {
    return cluster
        .client()
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(cluster.namespace())
        .withName("scaled")
        .require();
  }

  private static HorizontalPodAutoscaler autoscaler(int minReplicas) {
    return Serialization.unmarshal(
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: scaled, namespace: %s}
        spec:
          minReplicas: %d
          maxReplicas: 4
          scaleTargetRef: {apiVersion: patternedapp.io/v1alpha1, kind: PatternedApp, name: scaled}
          metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
        """
            .formatted(cluster.namespace(), minReplicas),
        HorizontalPodAutoscaler.class);
  }

  private static Condition readyCondition(String name) {
    return cluster.readyCondition(name);
  }

  private static String firstPodName(String app) {
    return cluster.listLabeledObjects().stream()
        .filter(child -> "Pod".equals(child.getKind()))
        .filter(child -> app.equals(child.getMetadata().getLabels().get("patternedapp.io/app")))
        .findFirst()
        .orElseThrow()
        .getMetadata()
        .getName();
  }

  /** Returns the kinds of the app's children that run Pods. */
  private static List<String> workloadKinds(String app) {
    return cluster.listLabeledObjects().stream()
        .filter(child -> app.equals(child.getMetadata().getLabels().get("patternedapp.io/app")))
        .filter(WorkloadKindsClusterIT::isOwnedByPatternedApp)
        .map(HasMetadata::getKind)
        .filter(kind -> !List.of("Service", "ConfigMap", "NetworkPolicy").contains(kind))
        .toList();
  }

  private static boolean isOwnedByPatternedApp(HasMetadata child) {
    return child.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> "PatternedApp".equals(owner.getKind()));
  }

  private static void kubectl(String... arguments) {
    var command = new ArrayList<>(List.of("kubectl", "-n", cluster.namespace()));
    command.addAll(List.of(arguments));
    var result = ShippedJar.execute(command);
    assertThat(result.exitCode()).as(result.output()).isZero();
  }
}
