package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apply.Fingerprint;
import io.patternedapp.expand.Expander;
import io.patternedapp.expand.Names;
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
 * What others do to children of every kind, to all of them at once: what the operator owns is as
 * wanted again after one write for each, and what others add stays.
 */
@ExtendWith(ApiServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class DriftTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Named after their kinds, so that no two children have both kind and name in common. */
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

  private static final String LABEL = "/metadata/labels/" + escaped("app.kubernetes.io/instance");
  private static final String IMAGE = "/spec/template/spec/containers/0/image";

  /** A field of the operator's in each child; of what is immutable a label. */
  private static final Map<String, String> OWNED =
      Map.ofEntries(
          Map.entry("Pod/pod", LABEL),
          Map.entry("Service/pod", "/spec/selector/" + escaped(Names.APP_LABEL)),
          Map.entry(
              "NetworkPolicy/pod", "/spec/podSelector/matchLabels/" + escaped(Names.APP_LABEL)),
          Map.entry("ConfigMap/pod", "/data/main.0.flag"),
          Map.entry("ConfigMap/pod-#", LABEL),
          Map.entry("PodMonitor/pod", "/spec/podMetricsEndpoints/0/path"),
          Map.entry("Deployment/deployment", IMAGE),
          Map.entry("PodDisruptionBudget/deployment", "/spec/maxUnavailable"),
          Map.entry("StatefulSet/statefulset", IMAGE),
          Map.entry("Service/statefulset-headless", "/spec/selector/" + escaped(Names.APP_LABEL)),
          Map.entry("DaemonSet/daemonset", IMAGE),
          Map.entry("Job/job", LABEL),
          Map.entry("CronJob/cronjob", "/spec/schedule"));

  @AutoClose private Lab lab;
  private List<HasMetadata> wanted;
  private Map<String, String> asWanted;

  /** Once: each test leaves the children as wanted. */
  @BeforeEach
  void open(ApiServer.Shared api) {
    if (lab != null) {
      return;
    }
    api.ifAvailable(PodMonitorCrd::install);
    lab = new Lab(api);
    APPS.forEach(lab::apply);
    APPS.forEach(yaml -> lab.untilCondition(app(yaml).getMetadata().getName(), "Applied", "True"));
    wanted = APPS.stream().flatMap(this::expanded).toList();
    asWanted = fingerprints();
    lab.untilQuiet();
  }

  @Test
  void aDeletedChildIsMadeAnewByOneWrite() {
    var before = live(child -> child.getMetadata().getUid());
    int mark = lab.mark();

    wanted.forEach(child -> assertThat(lab.admin().resource(child).delete()).isNotEmpty());

    isRepairedByOneWriteEach(mark);
    assertThat(live(child -> child.getMetadata().getUid()).values())
        .doesNotContainAnyElementsOf(before.values());
  }

  @Test
  void aChangedFieldIsRepairedByOneWriteAndWhatOthersAddStays() {
    assertThat(OWNED).containsOnlyKeys(asWanted.keySet());
    int mark = lab.mark();
    wanted.forEach(
        child ->
            lab.admin()
                .resource(child)
                .patch(
                    PatchContext.of(PatchType.JSON_MERGE),
                    """
                    {"metadata":{"labels":{"other.example/team":"x"},"annotations":{"other.example/note":"y"}}}"""));
    isStill(mark);

    wanted.forEach(child -> replace(child, OWNED.get(idOf(child))));

    isRepairedByOneWriteEach(mark);
    assertThat(live(child -> child.getMetadata().getLabels().get("other.example/team")).values())
        .containsOnly("x");
    assertThat(
            live(child -> child.getMetadata().getAnnotations().get("other.example/note")).values())
        .containsOnly("y");
  }

  /** Its watches show the operator no such child any more. */
  @Test
  void theLabelByWhichItIsFoundIsPutBack() {
    var before = live(child -> child.getMetadata().getUid());
    int mark = lab.mark();

    wanted.forEach(
        child ->
            jsonPatch(
                child,
                Map.of("op", "remove", "path", "/metadata/labels/" + escaped(Names.APP_LABEL))));

    await().atMost(TIMEOUT).untilAsserted(() -> assertThat(fingerprints()).isEqualTo(asWanted));
    lab.untilQuiet();
    assertThat(writes(mark).values())
        .as(
            "one that finds it there, and one that mends it; news from before may make it look again")
        .hasSize(wanted.size())
        .allSatisfy(
            codes -> {
              assertThat(codes).startsWith("patch 409", "patch 200").hasSizeLessThan(5);
              assertThat(codes).containsOnlyOnce("patch 200");
            });
    assertThat(live(child -> child.getMetadata().getUid())).isEqualTo(before);
    isStill(lab.mark());
  }

  /** Which restarts main, so that the Pod leaves the Service meanwhile. */
  @Test
  void anImageThatSomeoneSetOnAPodIsTakenBackInPlace(ApiServer.Shared api) {
    try (var stage = new Stage(api, 1)) {
      var pod = "app-00-1";
      stage.lab().startOperator();
      stage.play("create");
      stage.untilSettled();
      var before = stage.ends();
      int mark = stage.lab().mark();

      jsonPatch(
          stage.lab().pod(pod),
          Map.of("op", "replace", "path", "/spec/containers/0/image", "value", "nginx:1.99"));

      await()
          .atMost(TIMEOUT)
          .untilAsserted(() -> assertThat(stage.lab().writesSince(mark)).isNotEmpty());
      stage.untilSameAs(before, "the image is taken back");
      assertThat(stage.lab().writesSince(mark))
          .filteredOn(write -> write.resource().startsWith("pods"))
          .filteredOn(write -> write.code() != HttpURLConnection.HTTP_CONFLICT)
          .as("out of the Service, the image, back into the Service; but for what came too late")
          .hasSize(3)
          .allMatch(write -> write.verb().equals("patch") && write.name().equals(pod));
      stage.isStill();
    }
  }

  private void isRepairedByOneWriteEach(int mark) {
    await().atMost(TIMEOUT).untilAsserted(() -> assertThat(fingerprints()).isEqualTo(asWanted));
    lab.untilQuiet();
    assertThat(writes(mark).values())
        .hasSize(wanted.size())
        .allSatisfy(
            codes -> assertThat(codes).hasSize(1).first().asString().startsWith("patch 20"));
    isStill(lab.mark());
  }

  private void isStill(int mark) {
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(4))
        .untilAsserted(() -> assertThat(writes(mark)).isEmpty());
  }

  /** Writes of the operator by child. */
  private Map<String, List<String>> writes(int mark) {
    return lab.writesSince(mark).stream()
        .filter(write -> !write.resource().equals("patternedapps/status"))
        .collect(
            Collectors.groupingBy(
                write -> write.resource() + "/" + write.name(),
                TreeMap::new,
                Collectors.mapping(
                    write -> write.verb() + " " + write.code(), Collectors.toList())));
  }

  private Map<String, String> fingerprints() {
    return live(Fingerprint::ofLive);
  }

  /** Something of each child as it is; of one that is not there its absence. */
  private Map<String, String> live(Function<HasMetadata, String> something) {
    return wanted.stream()
        .collect(
            Collectors.toMap(
                DriftTest::idOf,
                child -> {
                  var live = lab.admin().resource(child).get();
                  return live == null ? "gone" : String.valueOf(something.apply(live));
                }));
  }

  private Stream<HasMetadata> expanded(String yaml) {
    return Expander.expand(app(yaml)).children().stream();
  }

  private PatternedApp app(String yaml) {
    var app = Serialization.unmarshal(yaml, PatternedApp.class);
    app.getMetadata().setNamespace(lab.namespace());
    return app;
  }

  private void replace(HasMetadata child, String path) {
    Object value =
        path.endsWith("maxUnavailable") ? 2 : path.endsWith("schedule") ? "@hourly" : "x";
    jsonPatch(child, Map.of("op", "replace", "path", path, "value", value));
  }

  private void jsonPatch(HasMetadata child, Map<String, Object> operation) {
    lab.admin()
        .resource(child)
        .patch(PatchContext.of(PatchType.JSON), Serialization.asJson(List.of(operation)));
  }

  /** Kind and name; a hash in a name is left open. */
  private static String idOf(HasMetadata child) {
    var name = child.getMetadata().getName();
    return child.getKind()
        + "/"
        + (child.getKind().equals("ConfigMap") ? name.replaceAll("-.*", "-#") : name);
  }

  private static String escaped(String key) {
    return key.replace("/", "~1");
  }
}
