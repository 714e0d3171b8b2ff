package io.patternedapp.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.Expander;
import io.patternedapp.fixtures.LiveObjects;
import io.patternedapp.fixtures.TestApps;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.ChildId;
import io.patternedapp.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FingerprintTest {

  private static final PatternedApp APP = TestApps.load("app.yaml", PatternedApp.class);

  static Stream<Arguments> children() {
    return Stream.of(
        Arguments.of("live-deployment.yaml", Deployment.class),
        Arguments.of("live-service.yaml", Service.class),
        Arguments.of("live-networkpolicy.yaml", NetworkPolicy.class),
        Arguments.of("live-configmap.yaml", ConfigMap.class),
        Arguments.of("live-configmap-mutable.yaml", ConfigMap.class));
  }

  @ParameterizedTest
  @MethodSource("children")
  void liveFingerprintEqualsDesiredFingerprintOfEachKind(
      String file, Class<? extends HasMetadata> kind) {
    var live = TestApps.load(file, kind);

    assertThat(Fingerprint.ofLive(live)).isEqualTo(Fingerprint.ofDesired(desired(live)));
  }

  static Stream<Arguments> harmless() {
    return Stream.of(
        change(
            "a webhook injected a container",
            live ->
                podSpec(live)
                    .getContainers()
                    .add(0, new ContainerBuilder().withName("proxy").withImage("p:1").build())),
        change(
            "kubectl added an annotation",
            live -> live.getMetadata().setAnnotations(Map.of("deployment.kubernetes.io/rev", "2"))),
        change("the status changed", live -> live.getStatus().setReplicas(2)),
        change(
            "the serving label was changed",
            live -> live.getMetadata().getLabels().put(Labels.SERVING, "false")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harmless")
  void fingerprintIgnoresChangesThatAreNotDrift(String scenario, Consumer<Deployment> change) {
    assertThat(liveFingerprintAfter(change)).isEqualTo(Fingerprint.ofDesired(desired(live())));
  }

  static Stream<Arguments> drift() {
    return Stream.of(
        change("an owned value changed", live -> mainContainer(live).setImage("nginx:evil")),
        change("an owned item was removed", live -> podSpec(live).getContainers().remove(1)),
        change("an owned env was removed", live -> mainContainer(live).getEnv().remove(0)),
        change("an owned label was removed", live -> live.getMetadata().getLabels().remove("team")),
        change("an empty label got a value", l -> l.getMetadata().getLabels().put("empty", "x")),
        change("zero became one", l -> podSpec(l).setTerminationGracePeriodSeconds(1L)),
        change(
            "another manager owns the replicas",
            live -> removeOwnedField(live, "f:spec", "f:replicas")),
        change(
            "another manager owns a label",
            live -> removeOwnedField(live, "f:metadata", "f:labels", "f:team")),
        change("managedFields are empty", live -> live.getMetadata().setManagedFields(List.of())),
        change(
            "applied to a subresource", live -> managedFieldsEntry(live).setSubresource("scale")),
        change(
            "updated rather than applied", live -> managedFieldsEntry(live).setOperation("Update")),
        change(
            "applied by another manager", live -> managedFieldsEntry(live).setManager("kubectl")),
        change(
            "a field removed from the app is still owned",
            live -> addOwnedField(live, "f:spec", "f:minReadySeconds")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("drift")
  void fingerprintDetectsDrift(String scenario, Consumer<Deployment> change) {
    assertThat(liveFingerprintAfter(change)).isNotEqualTo(Fingerprint.ofDesired(desired(live())));
  }

  @Test
  void zeroReplicasDifferFromReplicasOwnedByAnotherManager() {
    var desired = (Deployment) desired(live());
    desired.getSpec().setReplicas(0);
    var zero = live();
    zero.getSpec().setReplicas(0);
    var taken = live();
    taken.getSpec().setReplicas(0);
    removeOwnedField(taken, "f:spec", "f:replicas");

    assertThat(Fingerprint.ofLive(zero)).isEqualTo(Fingerprint.ofDesired(desired));
    assertThat(Fingerprint.ofLive(taken)).isNotEqualTo(Fingerprint.ofLive(zero));
  }

  @Test
  void podFingerprintIgnoresServingLabelAndRestartAttempt() {
    var app = TestApps.app("main: {image: 'nginx:1'}");
    var desired = TestApps.child(app, Pod.class);
    var live = LiveObjects.asStored(desired, app);
    live.getMetadata().getLabels().remove(Labels.SERVING);
    live.getMetadata().setAnnotations(annotationsWith(live, Annotations.RESTART_ATTEMPT, "3"));
    addOwnedField(live, "f:metadata", "f:annotations", "f:" + Annotations.RESTART_ATTEMPT);

    assertThat(Fingerprint.ofLive(live)).isEqualTo(Fingerprint.ofDesired(desired));
  }

  @Test
  void podFingerprintIgnoresTolerationsAddedByAdmission() {
    var app =
        TestApps.app(
            "main: {image: 'nginx:1'}, pod: {tolerations: [{key: gpu, operator: Exists}]}");
    var desired = TestApps.child(app, Pod.class);
    var live = LiveObjects.asStored(desired, app);
    var tolerations = new ArrayList<>(live.getSpec().getTolerations());
    for (var condition : List.of("not-ready", "unreachable")) {
      tolerations.add(
          new TolerationBuilder()
              .withKey("node.kubernetes.io/" + condition)
              .withOperator("Exists")
              .withEffect("NoExecute")
              .withTolerationSeconds(300L)
              .build());
    }
    live.getSpec().setTolerations(tolerations);
    assertThat(Fingerprint.ofLive(live)).isEqualTo(Fingerprint.ofDesired(desired));

    live.getSpec().getTolerations().remove(0);
    assertThat(Fingerprint.ofLive(live)).isNotEqualTo(Fingerprint.ofDesired(desired));
  }

  @Test
  void livePodFingerprintEqualsDesiredFingerprint() {
    var live = TestApps.load("live-pod.yaml", Pod.class);
    var app = TestApps.load("app.yaml", PatternedApp.class);
    var deployment = desired(TestApps.load("live-deployment.yaml", Deployment.class));
    var template = ((Deployment) deployment).getSpec().getTemplate();

    assertThat(app.getMetadata().getName()).isEqualTo(live.getMetadata().getName());
    var desired =
        new PodBuilder().withMetadata(template.getMetadata()).withSpec(template.getSpec()).build();
    desired
        .getMetadata()
        .setAnnotations(
            annotationsWith(
                desired,
                Annotations.TEMPLATE_HASH,
                live.getMetadata().getAnnotations().get(Annotations.TEMPLATE_HASH)));
    assertThat(Fingerprint.ofLive(live)).isEqualTo(Fingerprint.ofDesired(desired));
  }

  private static Arguments change(String scenario, Consumer<Deployment> change) {
    return Arguments.of(scenario, change);
  }

  private static Deployment live() {
    return TestApps.load("live-deployment.yaml", Deployment.class);
  }

  private static String liveFingerprintAfter(Consumer<Deployment> change) {
    var live = live();
    change.accept(live);
    return Fingerprint.ofLive(live);
  }

  private static HasMetadata desired(HasMetadata live) {
    return Expander.expand(APP).children().stream()
        .filter(child -> ChildId.of(child).equals(ChildId.of(live)))
        .findFirst()
        .orElseThrow();
  }

  private static PodSpec podSpec(Deployment live) {
    return live.getSpec().getTemplate().getSpec();
  }

  private static Container mainContainer(Deployment live) {
    return podSpec(live).getContainers().get(0);
  }

  private static ManagedFieldsEntry managedFieldsEntry(HasMetadata live) {
    return live.getMetadata().getManagedFields().get(0);
  }

  private static Map<String, String> annotationsWith(HasMetadata live, String key, String value) {
    var all = new HashMap<>(live.getMetadata().getAnnotations());
    all.put(key, value);
    return all;
  }

  private static void removeOwnedField(HasMetadata live, String... path) {
    ownedFieldsParent(live, path).remove(path[path.length - 1]);
  }

  private static void addOwnedField(HasMetadata live, String... path) {
    ownedFieldsParent(live, path).put(path[path.length - 1], Map.of());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> ownedFieldsParent(HasMetadata live, String... path) {
    Map<String, Object> fields = managedFieldsEntry(live).getFieldsV1().getAdditionalProperties();
    for (int i = 0; i + 1 < path.length; i++) {
      fields = (Map<String, Object>) fields.get(path[i]);
    }
    return fields;
  }
}
