package io.patternedapp.apiserver.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.apiserver.support.PodMonitorCrd;
import io.patternedapp.apiserver.support.ScenarioFixture;
import io.patternedapp.expand.Expander;
import io.patternedapp.model.Labels;
import io.patternedapp.rollout.Fingerprint;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that the operator repairs children of every kind that another user deletes or changes: one
 * write per child restores its own fields and keeps foreign fields.
 */
@ExtendWith(ApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class DriftTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Apps named after their workload kinds, so that kind and name identify a child. */
  private static final List<String> APPS =
      List.of(
          """
          apiVersion: patternedapp.io/v1alpha1
          kind: PatternedApp
          metadata: {name: pod}
          spec:
            main:
              image: "nginx:1.27"
              files:
              - {mountPath: /live, onChange: Live, data: {flag: "off"}}
              - {mountPath: /etc/app, data: {settings: "one"}}
            ambassadors: [{name: gate, image: "haproxy:3.0", ports: [{name: in, containerPort: 8080}]}]
            adapters:
            - {name: metrics, image: "exporter:1", ports: [{name: metrics, containerPort: 9113}],
               metrics: {port: metrics, monitor: PodMonitor}}
            service: {ports: [{port: 80, targetPort: in}]}
          """,
          """
          apiVersion: patternedapp.io/v1alpha1
          kind: PatternedApp
          metadata: {name: deployment}
          spec: {workload: {kind: Deployment}, main: {image: "nginx:1.27"}, disruptionBudget: {maxUnavailable: 1}}
          """,
          """
          apiVersion: patternedapp.io/v1alpha1
          kind: PatternedApp
          metadata: {name: statefulset}
          spec: {workload: {kind: StatefulSet}, main: {image: "nginx:1.27"}}
          """,
          """
          apiVersion: patternedapp.io/v1alpha1
          kind: PatternedApp
          metadata: {name: daemonset}
          spec: {workload: {kind: DaemonSet}, main: {image: "nginx:1.27"}}
          """,
          """
          apiVersion: patternedapp.io/v1alpha1
          kind: PatternedApp
          metadata: {name: job}
          spec: {workload: {kind: Job, job: {ttlSecondsAfterFinished: 600}}, main: {image: "nginx:1.27"}}
          """,
          """
          apiVersion: patternedapp.io/v1alpha1
          kind: PatternedApp
          metadata: {name: cronjob}
          spec: {workload: {kind: CronJob, cronJob: {schedule: "@daily"}}, main: {image: "nginx:1.27"}}
          """);

  private static final String INSTANCE_LABEL_PATH =
      "/metadata/labels/" + escapeJsonPointer("app.kubernetes.io/instance");
  private static final String IMAGE_PATH = "/spec/template/spec/containers/0/image";

  /** A field that the operator owns in each child; a label where the spec is immutable. */
  private static final Map<String, String> OWNED_FIELD_PATHS =
      Map.ofEntries(
          Map.entry("Pod/pod", INSTANCE_LABEL_PATH),
          Map.entry("Service/pod", "/spec/selector/" + escapeJsonPointer(Labels.APP)),
          Map.entry(
              "NetworkPolicy/pod",
              "/spec/podSelector/matchLabels/" + escapeJsonPointer(Labels.APP)),
          Map.entry("ConfigMap/pod", "/data/main.0.flag"),
          Map.entry("ConfigMap/pod-#", INSTANCE_LABEL_PATH),
          Map.entry("PodMonitor/pod", "/spec/podMetricsEndpoints/0/path"),
          Map.entry("Deployment/deployment", IMAGE_PATH),
          Map.entry("PodDisruptionBudget/deployment", "/spec/maxUnavailable"),
          Map.entry("StatefulSet/statefulset", IMAGE_PATH),
          Map.entry(
              "Service/statefulset-headless", "/spec/selector/" + escapeJsonPointer(Labels.APP)),
          Map.entry("DaemonSet/daemonset", IMAGE_PATH),
          Map.entry("Job/job", INSTANCE_LABEL_PATH),
          Map.entry("CronJob/cronjob", "/spec/schedule"));

  @AutoClose private OperatorFixture fixture;
  private List<HasMetadata> desiredChildren;
  private Map<String, String> desiredFingerprints;

  /** Creates the fixture once for all tests, because each test leaves the children in sync. */
  @BeforeEach
  void createFixture(ApiServerExtension.TestControlPlane api) {
    if (fixture != null) {
      return;
    }
    api.ifAvailable(PodMonitorCrd::install);
    fixture = new OperatorFixture(api);
    APPS.forEach(fixture::apply);
    APPS.forEach(
        yaml -> fixture.awaitCondition(app(yaml).getMetadata().getName(), "Applied", "True"));
    desiredChildren = APPS.stream().flatMap(this::expand).toList();
    desiredFingerprints = fingerprints();
    fixture.awaitNoMoreWrites();
  }

  @Test
  void deletedChildOfAnyKindIsRecreatedByOneWrite() {
    var before = mapLiveChildren(child -> child.getMetadata().getUid());
    int mark = fixture.mark();

    desiredChildren.forEach(
        child -> assertThat(fixture.admin().resource(child).delete()).isNotEmpty());

    assertRepairedByOneWriteEach(mark);
    assertThat(mapLiveChildren(child -> child.getMetadata().getUid()).values())
        .doesNotContainAnyElementsOf(before.values());
  }

  @Test
  void driftedFieldOfAnyKindIsRepairedByOneWriteAndForeignMetadataIsKept() {
    assertThat(OWNED_FIELD_PATHS).containsOnlyKeys(desiredFingerprints.keySet());
    int mark = fixture.mark();
    desiredChildren.forEach(
        child ->
            fixture
                .admin()
                .resource(child)
                .patch(
                    PatchContext.of(PatchType.JSON_MERGE),
                    """
                    {"metadata":{"labels":{"other.example/team":"x"},"annotations":{"other.example/note":"y"}}}"""));
    assertNoWrites(mark);

    desiredChildren.forEach(child -> changeField(child, OWNED_FIELD_PATHS.get(childId(child))));

    assertRepairedByOneWriteEach(mark);
    assertThat(
            mapLiveChildren(child -> child.getMetadata().getLabels().get("other.example/team"))
                .values())
        .containsOnly("x");
    assertThat(
            mapLiveChildren(child -> child.getMetadata().getAnnotations().get("other.example/note"))
                .values())
        .containsOnly("y");
  }

  /** Without the label, the operator's watches no longer include the child. */
  @Test
  void removedAppLabelIsRestoredOnChildrenOfAnyKind() {
    var before = mapLiveChildren(child -> child.getMetadata().getUid());
    int mark = fixture.mark();

    desiredChildren.forEach(
        child ->
            jsonPatch(
                child,
                Map.of(
                    "op", "remove", "path", "/metadata/labels/" + escapeJsonPointer(Labels.APP))));

    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(fingerprints()).isEqualTo(desiredFingerprints));
    fixture.awaitNoMoreWrites();
    assertThat(writesByChild(mark).values())
        .as("a create that conflicts and a repair; an earlier event may trigger another attempt")
        .hasSize(desiredChildren.size())
        .allSatisfy(
            codes -> {
              assertThat(codes).startsWith("patch 409", "patch 200").hasSizeLessThan(5);
              assertThat(codes).containsOnlyOnce("patch 200");
            });
    assertThat(mapLiveChildren(child -> child.getMetadata().getUid())).isEqualTo(before);
    assertNoWrites(fixture.mark());
  }

  /** The repair restarts main, so the operator removes the Pod from the Service meanwhile. */
  @Test
  void imageChangedOnARunningPodIsRevertedInPlace(ApiServerExtension.TestControlPlane api) {
    try (var scenario = new ScenarioFixture(api, 1)) {
      var pod = "app-00-1";
      scenario.fixture().startOperator();
      scenario.applyStep("create");
      scenario.awaitConverged();
      var before = scenario.snapshots();
      int mark = scenario.fixture().mark();

      jsonPatch(
          scenario.fixture().pod(pod),
          Map.of("op", "replace", "path", "/spec/containers/0/image", "value", "nginx:1.99"));

      await()
          .atMost(TIMEOUT)
          .untilAsserted(() -> assertThat(scenario.fixture().writesSince(mark)).isNotEmpty());
      scenario.awaitSameAs(before, "image reverted");
      assertThat(scenario.fixture().writesSince(mark))
          .filteredOn(write -> write.resource().startsWith("pods"))
          .filteredOn(write -> write.code() != HttpURLConnection.HTTP_CONFLICT)
          .as("removal from the Service, image, return to the Service; without conflicts")
          .hasSize(3)
          .allMatch(write -> write.verb().equals("patch") && write.name().equals(pod));
      scenario.assertNoRequests();
    }
  }

  private void assertRepairedByOneWriteEach(int mark) {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(fingerprints()).isEqualTo(desiredFingerprints));
    fixture.awaitNoMoreWrites();
    assertThat(writesByChild(mark).values())
        .hasSize(desiredChildren.size())
        .allSatisfy(
            codes -> assertThat(codes).hasSize(1).first().asString().startsWith("patch 20"));
    assertNoWrites(fixture.mark());
  }

  private void assertNoWrites(int mark) {
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(4))
        .untilAsserted(() -> assertThat(writesByChild(mark)).isEmpty());
  }

  /** Returns verb and status code of the operator's writes by child. */
  private Map<String, List<String>> writesByChild(int mark) {
    return fixture.writesSince(mark).stream()
        .filter(write -> !write.resource().equals("patternedapps/status"))
        .collect(
            Collectors.groupingBy(
                write -> write.resource() + "/" + write.name(),
                TreeMap::new,
                Collectors.mapping(
                    write -> write.verb() + " " + write.code(), Collectors.toList())));
  }

  private Map<String, String> fingerprints() {
    return mapLiveChildren(Fingerprint::ofLive);
  }

  /** Applies the function to each live child; returns "gone" for a child that does not exist. */
  private Map<String, String> mapLiveChildren(Function<HasMetadata, String> value) {
    return desiredChildren.stream()
        .collect(
            Collectors.toMap(
                DriftTest::childId,
                child -> {
                  var live = fixture.admin().resource(child).get();
                  return live == null ? "gone" : String.valueOf(value.apply(live));
                }));
  }

  private Stream<HasMetadata> expand(String yaml) {
    return Expander.expand(app(yaml)).children().stream();
  }

  private PatternedApp app(String yaml) {
    var app = Serialization.unmarshal(yaml, PatternedApp.class);
    app.getMetadata().setNamespace(fixture.namespace());
    return app;
  }

  private void changeField(HasMetadata child, String path) {
    Object value =
        path.endsWith("maxUnavailable") ? 2 : path.endsWith("schedule") ? "@hourly" : "x";
    jsonPatch(child, Map.of("op", "replace", "path", path, "value", value));
  }

  private void jsonPatch(HasMetadata child, Map<String, Object> operation) {
    fixture
        .admin()
        .resource(child)
        .patch(PatchContext.of(PatchType.JSON), Serialization.asJson(List.of(operation)));
  }

  /** Returns kind and name, with # in place of a content hash. */
  private static String childId(HasMetadata child) {
    var name = child.getMetadata().getName();
    return child.getKind()
        + "/"
        + (child.getKind().equals("ConfigMap") ? name.replaceAll("-.*", "-#") : name);
  }

  private static String escapeJsonPointer(String key) {
    return key.replace("/", "~1");
  }
}
