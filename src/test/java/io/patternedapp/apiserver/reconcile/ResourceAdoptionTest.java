package io.patternedapp.apiserver.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.expand.Expander;
import io.patternedapp.rollout.Fingerprint;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests the adoption of existing objects that were created with {@code kubectl apply}. */
@ExtendWith(ApiServerExtension.class)
@Timeout(120)
class ResourceAdoptionTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String ADOPT_ANNOTATION = "patternedapp.io/adopt";
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final String CLIENT_SIDE_APPLY = "kubectl-client-side-apply";

  private static final String WEB =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web}
      spec:
        workload: {kind: Deployment}
        main:
          image: nginx:1.27
          ports: [{name: http, containerPort: 80}]
          files: [{mountPath: /etc/live, onChange: Live, data: {flag: "on"}}]
        service: {ports: [{port: 80}]}
      """;

  @AutoClose private OperatorFixture fixture;

  @BeforeEach
  void createFixture(ApiServerExtension.TestControlPlane api) {
    fixture = new OperatorFixture(api);
  }

  @Test
  void adoptedDeploymentKeepsItsPodTemplate() {
    var before =
        applyClientSide(
            new DeploymentBuilder(desired(Deployment.class))
                .editMetadata()
                .addToLabels("old", "label")
                .addToAnnotations(ADOPT_ANNOTATION, "web")
                .endMetadata()
                .editSpec()
                .withMinReadySeconds(7)
                .endSpec()
                .build(),
            Deployment.class);

    applyAndAssertAdopted();

    var after = live(Deployment.class);
    assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
    assertThat(after.getSpec().getTemplate())
        .as("unchanged Pod template, which keeps the ReplicaSet")
        .isEqualTo(before.getSpec().getTemplate());
    assertThat(after.getSpec().getMinReadySeconds()).as("field set by kubectl only").isNull();
    assertThat(after.getMetadata().getLabels()).doesNotContainKey("old");
    assertControlledByApp(after);
  }

  @Test
  void adoptedServiceKeepsClusterIpAndNodePort() {
    var before =
        applyClientSide(
            new ServiceBuilder(desired(Service.class))
                .editMetadata()
                .addToAnnotations(ADOPT_ANNOTATION, "web")
                .endMetadata()
                .editSpec()
                .addToSelector("old", "selector")
                .withSessionAffinity("ClientIP")
                .addNewPort()
                .withName("old")
                .withPort(81)
                .endPort()
                .editFirstPort()
                .withName("http")
                .endPort()
                .endSpec()
                .build(),
            Service.class);

    applyAndAssertAdopted();

    var after = live(Service.class);
    assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
    assertThat(after.getSpec().getClusterIP()).isEqualTo(before.getSpec().getClusterIP());
    assertThat(after.getSpec().getPorts())
        .singleElement()
        .satisfies(
            port ->
                assertThat(port.getNodePort())
                    .isEqualTo(before.getSpec().getPorts().get(0).getNodePort()));
    assertThat(after.getSpec().getSelector()).doesNotContainKey("old");
    assertThat(after.getSpec().getSessionAffinity()).isEqualTo("None");
    assertControlledByApp(after);
  }

  @Test
  void adoptedConfigMapLosesKeysThatAreNotInTheApp() {
    applyClientSide(
        configMap(Map.of(ADOPT_ANNOTATION, "web"), Map.of("old", "content", "main.0.flag", "off")),
        ConfigMap.class);

    applyAndAssertAdopted();

    var after = live(ConfigMap.class);
    assertThat(after.getData()).containsExactly(Map.entry("main.0.flag", "on"));
    assertThat(after.getMetadata().getAnnotations())
        .doesNotContainKeys(ADOPT_ANNOTATION, LAST_APPLIED);
    assertControlledByApp(after);
  }

  @Test
  void nameConflictMessageShowsTheCommandThatResolvesIt() {
    applyClientSide(configMap(Map.of(), Map.of("old", "content")), ConfigMap.class);
    fixture.apply(WEB);

    var message =
        fixture
            .awaitCondition("web", "Applied", "False")
            .getStatus()
            .condition("Applied")
            .orElseThrow()
            .getMessage();
    assertThat(message)
        .contains(
            "kubectl annotate -n %s configmap/web patternedapp.io/adopt=web"
                .formatted(fixture.namespace()));
    fixture
        .admin()
        .configMaps()
        .inNamespace(fixture.namespace())
        .withName("web")
        .edit(
            map ->
                new ConfigMapBuilder(map)
                    .editMetadata()
                    .addToAnnotations(ADOPT_ANNOTATION, "web")
                    .endMetadata()
                    .build());

    fixture.awaitCondition("web", "Applied", "True");
    assertControlledByApp(live(ConfigMap.class));
  }

  @Test
  void objectAnnotatedForAnotherAppIsNotAdopted() {
    var before =
        applyClientSide(
            configMap(Map.of(ADOPT_ANNOTATION, "shop"), Map.of("old", "content")), ConfigMap.class);

    fixture.apply(WEB);

    assertConflict();
    assertThat(live(ConfigMap.class)).isEqualTo(before);
  }

  @Test
  void objectWithAControllerIsNotAdopted() {
    var map = configMap(Map.of(ADOPT_ANNOTATION, "web"), Map.of("old", "content"));
    map.getMetadata().setOwnerReferences(List.of(controller()));
    var before = applyClientSide(map, ConfigMap.class);

    fixture.apply(WEB);

    assertConflict();
    assertThat(live(ConfigMap.class)).isEqualTo(before);
  }

  private void applyAndAssertAdopted() {
    fixture.apply(WEB);
    fixture.awaitCondition("web", "Applied", "True");
    await("Adopted event")
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(
                        fixture
                            .admin()
                            .v1()
                            .events()
                            .inNamespace(fixture.namespace())
                            .list()
                            .getItems())
                    .extracting(event -> event.getReason())
                    .containsOnlyOnce("Adopted"));
  }

  private void assertConflict() {
    var applied =
        fixture.awaitCondition("web", "Applied", "False").getStatus().condition("Applied");
    assertThat(applied.orElseThrow().getReason()).isEqualTo("NameConflict");
  }

  private void assertControlledByApp(HasMetadata child) {
    assertThat(child.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.getUid()).isEqualTo(fixture.app("web").getMetadata().getUid());
              assertThat(owner.getController()).isTrue();
            });
    assertThat(Fingerprint.ofLive(child))
        .isEqualTo(Fingerprint.ofDesired(desired(child.getClass())));
    assertThat(child.getMetadata().getManagedFields())
        .extracting(entry -> entry.getManager())
        .doesNotContain(CLIENT_SIDE_APPLY);
  }

  /** Creates an object like {@code kubectl apply} without {@code --server-side}. */
  private <T extends HasMetadata> T applyClientSide(T object, Class<T> kind) {
    object.getMetadata().setNamespace(fixture.namespace());
    object.getMetadata().getAnnotations().put(LAST_APPLIED, "{}");
    var path =
        "%s/%s/namespaces/%s/%s?fieldManager=%s"
            .formatted(
                object.getApiVersion().equals("v1") ? "/api" : "/apis",
                object.getApiVersion(),
                fixture.namespace(),
                object.getPlural(),
                CLIENT_SIDE_APPLY);
    fixture.admin().raw(path, "POST", object);
    return live(kind);
  }

  private <T extends HasMetadata> T live(Class<T> kind) {
    return fixture
        .admin()
        .resources(kind)
        .inNamespace(fixture.namespace())
        .withName("web")
        .require();
  }

  private static <T extends HasMetadata> T desired(Class<T> kind) {
    return Expander.expand(Serialization.unmarshal(WEB, PatternedApp.class)).children().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst()
        .orElseThrow();
  }

  private static ConfigMap configMap(Map<String, String> annotations, Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("web")
        .withAnnotations(new HashMap<>(annotations))
        .endMetadata()
        .withData(data)
        .build();
  }

  private static OwnerReference controller() {
    return new OwnerReferenceBuilder()
        .withApiVersion("v1")
        .withKind("Node")
        .withName("n")
        .withUid("1234")
        .withController(true)
        .build();
  }
}
