package io.patternedapp.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.patternedapp.apply.Projection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jol.info.GraphLayout;

/** What children are kept in; {@link PackedAppsTest} has the rest. */
class PackedStoreTest {

  /** They were 1,328, and 5,792 as objects. */
  private static final long CHILDREN = 2_000;

  private final KubernetesSerialization serialization = new KubernetesSerialization();

  static Stream<Arguments> children() {
    return Stream.of(
        Arguments.of("live-deployment.yaml", Deployment.class),
        Arguments.of("live-pod.yaml", Pod.class),
        Arguments.of("live-service.yaml", Service.class),
        Arguments.of("live-networkpolicy.yaml", NetworkPolicy.class),
        Arguments.of("live-configmap.yaml", ConfigMap.class));
  }

  @ParameterizedTest
  @MethodSource("children")
  void aProjectionComesBackAsItWas(String file, Class<? extends HasMetadata> kind) {
    comesBack(file, kind);
  }

  private <T extends HasMetadata> void comesBack(String file, Class<T> kind) {
    var store = new PackedStore<>(kind, Projection::of, serialization);
    assertThat(store.put("shop/web", live(file, kind))).isNull();
    Garbage.collect();

    var expected = Projection.of(live(file, kind));
    assertThat(store.get("shop/web")).isEqualTo(expected).isSameAs(store.get("shop/web"));
    assertThat(store.values())
        .singleElement()
        .satisfies(all -> assertThat(all).isInstanceOf(kind))
        .satisfies(all -> assertThat(all.getMetadata()).isEqualTo(expected.getMetadata()));
    assertThat(store.remove("shop/web")).isEqualTo(expected);
  }

  @Test
  void theStatusOfAPodComesBack() {
    var live =
        new PodBuilder(live("live-pod.yaml", Pod.class))
            .withNewStatus()
            .withPhase("Running")
            .withStartTime("2026-11-24T03:00:00Z")
            .addNewCondition()
            .withType("Ready")
            .withStatus("False")
            .withMessage("containers with unready status: [\"main\"]")
            .endCondition()
            .addNewContainerStatus()
            .withName("main")
            .withReady(false)
            .withRestartCount(4)
            .withNewLastState()
            .withNewTerminated()
            .withExitCode(0)
            .withReason("")
            .endTerminated()
            .endLastState()
            .endContainerStatus()
            .endStatus()
            .build();
    var store = new PackedStore<>(Pod.class, Projection::of, serialization);
    store.put("shop/web", new PodBuilder(live).build());
    Garbage.collect();

    assertThat(store.get("shop/web")).isEqualTo(Projection.of(live));
  }

  @Test
  void theChildrenOfAnAppTakeLittle() {
    var deployment = packed("live-deployment.yaml", Deployment.class);
    var service = packed("live-service.yaml", Service.class);
    var map = packed("live-configmap.yaml", ConfigMap.class);
    Garbage.collect();

    assertThat(GraphLayout.parseInstance(deployment, service, map).totalSize())
        .as("bytes for a Deployment of five containers, Service and ConfigMap")
        .isLessThan(CHILDREN);
  }

  private <T extends HasMetadata> Packed<T> packed(String file, Class<T> kind) {
    return new Packed<>(Projection.of(live(file, kind)), serialization);
  }

  private <T extends HasMetadata> T live(String file, Class<T> kind) {
    try (var yaml = Projection.class.getResourceAsStream(file)) {
      return serialization.unmarshal(yaml, kind);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
