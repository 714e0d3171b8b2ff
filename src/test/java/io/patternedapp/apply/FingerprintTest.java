package io.patternedapp.apply;

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
import io.patternedapp.expand.Names;
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

  private static final PatternedApp APP = Apps.load("app.yaml", PatternedApp.class);

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
  void isTheSameForWhatWasWantedAndWhatTheApiServerKept(
      String file, Class<? extends HasMetadata> kind) {
    var live = Apps.load(file, kind);

    assertThat(Fingerprint.ofLive(live)).isEqualTo(Fingerprint.ofWanted(wanted(live)));
  }

  static Stream<Arguments> harmless() {
    return Stream.of(
        change(
            "a webhook injected a container",
            live ->
                pod(live)
                    .getContainers()
                    .add(0, new ContainerBuilder().withName("proxy").withImage("p:1").build())),
        change(
            "kubectl annotated it",
            live -> live.getMetadata().setAnnotations(Map.of("deployment.kubernetes.io/rev", "2"))),
        change("its status changed", live -> live.getStatus().setReplicas(2)),
        change(
            "the serving label was taken off",
            live -> live.getMetadata().getLabels().put(Names.SERVING_LABEL, "false")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harmless")
  void staysWhen(String what, Consumer<Deployment> change) {
    assertThat(changed(change)).isEqualTo(Fingerprint.ofWanted(wanted(live())));
  }

  static Stream<Arguments> drift() {
    return Stream.of(
        change("an owned value is another", live -> main(live).setImage("nginx:evil")),
        change("an owned item was removed", live -> pod(live).getContainers().remove(1)),
        change("an owned env was removed", live -> main(live).getEnv().remove(0)),
        change("an owned label was removed", live -> live.getMetadata().getLabels().remove("team")),
        change(
            "the label with no value got one", l -> l.getMetadata().getLabels().put("empty", "x")),
        change("zero seconds became one", l -> pod(l).setTerminationGracePeriodSeconds(1L)),
        change("another took the replicas", live -> disown(live, "f:spec", "f:replicas")),
        change("another took a label", live -> disown(live, "f:metadata", "f:labels", "f:team")),
        change("nobody is known to own it", live -> live.getMetadata().setManagedFields(List.of())),
        change("it was applied to a subresource", live -> entry(live).setSubresource("scale")),
        change("it was not applied but updated", live -> entry(live).setOperation("Update")),
        change("it was applied by another", live -> entry(live).setManager("kubectl")),
        change(
            "a field that the app dropped is still owned",
            live -> own(live, "f:spec", "f:minReadySeconds")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("drift")
  void changesWhen(String what, Consumer<Deployment> change) {
    assertThat(changed(change)).isNotEqualTo(Fingerprint.ofWanted(wanted(live())));
  }

  @Test
  void zeroReplicasAreNotTheSameAsReplicasThatAnotherTook() {
    var wanted = (Deployment) wanted(live());
    wanted.getSpec().setReplicas(0);
    var zero = live();
    zero.getSpec().setReplicas(0);
    var taken = live();
    taken.getSpec().setReplicas(0);
    disown(taken, "f:spec", "f:replicas");

    assertThat(Fingerprint.ofLive(zero)).isEqualTo(Fingerprint.ofWanted(wanted));
    assertThat(Fingerprint.ofLive(taken)).isNotEqualTo(Fingerprint.ofLive(zero));
  }

  @Test
  void ofAPodNeitherTheServingLabelNorTheAttemptCounts() {
    var app = Apps.app("main: {image: 'nginx:1'}");
    var wanted = Apps.child(app, Pod.class);
    var live = Kept.of(wanted, app);
    live.getMetadata().getLabels().remove(Names.SERVING_LABEL);
    live.getMetadata().setAnnotations(plus(live, RestartDelay.ATTEMPT, "3"));
    own(live, "f:metadata", "f:annotations", "f:" + RestartDelay.ATTEMPT);

    assertThat(Fingerprint.ofLive(live)).isEqualTo(Fingerprint.ofWanted(wanted));
  }

  @Test
  void ofAPodTheTolerationsThatAdmissionAddsDoNotCount() {
    var app =
        Apps.app("main: {image: 'nginx:1'}, pod: {tolerations: [{key: gpu, operator: Exists}]}");
    var wanted = Apps.child(app, Pod.class);
    var live = Kept.of(wanted, app);
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
    assertThat(Fingerprint.ofLive(live)).isEqualTo(Fingerprint.ofWanted(wanted));

    live.getSpec().getTolerations().remove(0);
    assertThat(Fingerprint.ofLive(live)).isNotEqualTo(Fingerprint.ofWanted(wanted));
  }

  @Test
  void anOwnedPodIsTheSameAsKept() {
    var live = Apps.load("live-pod.yaml", Pod.class);
    var app = Apps.load("app.yaml", PatternedApp.class);
    var spec = wanted(Apps.load("live-deployment.yaml", Deployment.class));
    var template = ((Deployment) spec).getSpec().getTemplate();

    assertThat(app.getMetadata().getName()).isEqualTo(live.getMetadata().getName());
    var wanted =
        new PodBuilder().withMetadata(template.getMetadata()).withSpec(template.getSpec()).build();
    wanted
        .getMetadata()
        .setAnnotations(
            plus(
                wanted,
                Names.TEMPLATE_HASH,
                live.getMetadata().getAnnotations().get(Names.TEMPLATE_HASH)));
    assertThat(Fingerprint.ofLive(live)).isEqualTo(Fingerprint.ofWanted(wanted));
  }

  private static Arguments change(String what, Consumer<Deployment> change) {
    return Arguments.of(what, change);
  }

  private static Deployment live() {
    return Apps.load("live-deployment.yaml", Deployment.class);
  }

  private static String changed(Consumer<Deployment> change) {
    var live = live();
    change.accept(live);
    return Fingerprint.ofLive(live);
  }

  private static HasMetadata wanted(HasMetadata live) {
    return Expander.expand(APP).children().stream()
        .filter(child -> ChildId.of(child).equals(ChildId.of(live)))
        .findFirst()
        .orElseThrow();
  }

  private static PodSpec pod(Deployment live) {
    return live.getSpec().getTemplate().getSpec();
  }

  private static Container main(Deployment live) {
    return pod(live).getContainers().get(0);
  }

  private static ManagedFieldsEntry entry(HasMetadata live) {
    return live.getMetadata().getManagedFields().get(0);
  }

  private static Map<String, String> plus(HasMetadata live, String key, String value) {
    var all = new HashMap<>(live.getMetadata().getAnnotations());
    all.put(key, value);
    return all;
  }

  private static void disown(HasMetadata live, String... path) {
    parent(live, path).remove(path[path.length - 1]);
  }

  private static void own(HasMetadata live, String... path) {
    parent(live, path).put(path[path.length - 1], Map.of());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> parent(HasMetadata live, String... path) {
    Map<String, Object> fields = entry(live).getFieldsV1().getAdditionalProperties();
    for (int i = 0; i + 1 < path.length; i++) {
      fields = (Map<String, Object>) fields.get(path[i]);
    }
    return fields;
  }
}
