package io.patternedapp.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.fixtures.TestApps;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.ChildId;
import io.patternedapp.model.ControllerReference;
import io.patternedapp.model.Labels;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CacheProjectorTest {

  static Stream<Arguments> children() {
    return Stream.of(
        Arguments.of("live-deployment.yaml", Deployment.class),
        Arguments.of("live-pod.yaml", Pod.class),
        Arguments.of("live-service.yaml", Service.class),
        Arguments.of("live-networkpolicy.yaml", NetworkPolicy.class),
        Arguments.of("live-configmap.yaml", ConfigMap.class),
        Arguments.of("live-configmap-mutable.yaml", ConfigMap.class));
  }

  @ParameterizedTest
  @MethodSource("children")
  void projectionKeepsIdentityAndFingerprintButNoSecretValues(
      String file, Class<? extends HasMetadata> kind) {
    var live = TestApps.load(file, kind);
    var projected = CacheProjector.project(live);

    assertThat(projected.getMetadata().getUid()).isNotNull().isEqualTo(live.getMetadata().getUid());
    assertThat(projected.getMetadata().getResourceVersion())
        .isNotNull()
        .isEqualTo(live.getMetadata().getResourceVersion());
    assertThat(ChildId.of(projected)).isEqualTo(ChildId.of(live));
    assertThat(projected.getMetadata().getNamespace()).isEqualTo("shop");
    assertThat(projected.getMetadata().getLabels())
        .containsEntry(Labels.APP, "web")
        .doesNotContainKey("team");
    assertThat(CacheProjector.fingerprint(projected)).isEqualTo(Fingerprint.ofLive(live));
    assertThat(ControllerReference.find(projected))
        .isEqualTo(ControllerReference.find(live))
        .isPresent();
    assertThat(Serialization.asJson(projected))
        .doesNotContain("secret-", "PASSWORD", "managedFields");
  }

  @ParameterizedTest
  @MethodSource("children")
  void projectionDoesNotModifyTheLiveObject(String file, Class<? extends HasMetadata> kind) {
    var live = TestApps.load(file, kind);
    var before = Serialization.asJson(live);

    CacheProjector.project(live);

    assertThat(Serialization.asJson(live)).as("the live object is unchanged").isEqualTo(before);
  }

  @Test
  void projectedDeploymentIsSmallerThanAnEighthOfTheLiveObject() {
    var live = TestApps.load("live-deployment.yaml", Deployment.class);

    var liveBytes = Serialization.asJson(live).length();
    var projectedBytes = Serialization.asJson(CacheProjector.project(live)).length();

    assertThat(live.getSpec().getTemplate().getSpec().getInitContainers()).hasSize(3);
    assertThat(live.getSpec().getTemplate().getSpec().getContainers()).hasSize(2);
    assertThat((double) projectedBytes / liveBytes)
        .as("%d of %d bytes", projectedBytes, liveBytes)
        .isLessThan(1.0 / 8);
  }

  @Test
  void podProjectionKeepsNodeNameAndStatus() {
    var live =
        new PodBuilder(TestApps.load("live-pod.yaml", Pod.class))
            .editSpec()
            .withNodeName("node-1")
            .endSpec()
            .withNewStatus()
            .withPhase("Running")
            .withReason("r")
            .withMessage("m")
            .withStartTime("2026-11-24T03:00:00Z")
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .endCondition()
            .addNewContainerStatus()
            .withName("main")
            .withImage("nginx:1.27")
            .withReady(true)
            .withRestartCount(4)
            .withNewState()
            .withNewTerminated()
            .withExitCode(3)
            .endTerminated()
            .endState()
            .endContainerStatus()
            .addNewInitContainerStatus()
            .withName("logs")
            .withStarted(true)
            .endInitContainerStatus()
            .endStatus()
            .build();

    var projected = CacheProjector.project(live);

    assertThat(projected.getSpec().getNodeName()).isEqualTo("node-1");
    assertThat(projected.getStatus().getPhase()).isEqualTo("Running");
    assertThat(projected.getStatus().getReason()).isEqualTo("r");
    assertThat(projected.getStatus().getMessage()).isEqualTo("m");
    assertThat(projected.getStatus().getStartTime()).isEqualTo("2026-11-24T03:00:00Z");
    assertThat(projected.getStatus().getConditions()).isEqualTo(live.getStatus().getConditions());
    var main = projected.getStatus().getContainerStatuses().get(0);
    assertThat(main.getReady()).isTrue();
    assertThat(main.getRestartCount()).isEqualTo(4);
    assertThat(main.getState().getTerminated().getExitCode()).isEqualTo(3);
    assertThat(main.getImage()).isNull();
    assertThat(projected.getStatus().getInitContainerStatuses())
        .singleElement()
        .satisfies(logs -> assertThat(logs.getStarted()).isTrue());
  }

  @Test
  void serviceProjectionKeepsClusterIpAndPorts() {
    var live = TestApps.load("live-service.yaml", Service.class);

    var projected = CacheProjector.project(live);

    assertThat(projected.getSpec().getClusterIP()).isEqualTo(live.getSpec().getClusterIP());
    assertThat(projected.getSpec().getPorts())
        .singleElement()
        .satisfies(
            port -> {
              assertThat(port.getPort()).isEqualTo(80);
              assertThat(port.getNodePort())
                  .isNotNull()
                  .isEqualTo(live.getSpec().getPorts().get(0).getNodePort());
            });
  }

  @Test
  void replicaSetProjectionKeepsFilesAnnotation() {
    var plain =
        new ReplicaSetBuilder()
            .withNewMetadata()
            .withName("web-1")
            .withDeletionTimestamp("2026-11-24T03:00:00Z")
            .endMetadata()
            .withNewSpec()
            .withNewTemplate()
            .endTemplate()
            .endSpec()
            .build();
    var withFiles =
        new ReplicaSetBuilder(plain)
            .editSpec()
            .editTemplate()
            .withNewMetadata()
            .withAnnotations(Map.of(Annotations.FILES, "web-1234567890", "note", "secret-note"))
            .endMetadata()
            .endTemplate()
            .endSpec()
            .build();

    assertThat(CacheProjector.project(plain).getMetadata().getAnnotations()).isEmpty();
    assertThat(CacheProjector.project(plain).getMetadata().getDeletionTimestamp()).isNotNull();
    assertThat(CacheProjector.project(withFiles).getMetadata().getAnnotations())
        .containsExactly(Map.entry(Annotations.FILES, "web-1234567890"));
  }

  @Test
  void projectionOfUnsupportedKindThrows() {
    var secret = new SecretBuilder().withNewMetadata().withName("s").endMetadata().build();

    assertThatThrownBy(() -> CacheProjector.project(secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no projection for Secret");
  }
}
