package io.patternedapp.operator.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ProjectionMemoTest {

  private final ProjectionMemo<ConfigMap> cache = new ProjectionMemo<>();

  @Test
  void sameObjectVersionIsProjectedOnce() {
    var first = cache.project(configMap("1", "7"));

    assertThat(cache.project(configMap("1", "7"))).isSameAs(first);
    assertThat(first.getMetadata().getResourceVersion()).isEqualTo("7");
  }

  @Test
  void newerObjectVersionIsProjectedAgain() {
    cache.project(configMap("1", "7"));

    var after = cache.project(configMap("1", "8"));

    assertThat(after.getMetadata().getResourceVersion()).isEqualTo("8");
  }

  @Test
  void objectsWithSameVersionAreDistinguishedByUid() {
    cache.project(configMap("1", "7"));

    assertThat(cache.project(configMap("2", "7")).getMetadata().getUid()).isEqualTo("2");
  }

  @Test
  void oldestProjectionsAreEvicted() {
    var first = cache.project(configMap("1", "0"));
    var later = new ArrayList<ConfigMap>();
    for (int version = 1; version <= 300; version++) {
      later.add(cache.project(configMap("1", String.valueOf(version))));
    }

    assertThat(cache.project(configMap("1", "300"))).isSameAs(later.get(299));
    assertThat(cache.project(configMap("1", "0"))).isNotSameAs(first);
  }

  @Test
  void unreferencedProjectionIsGarbageCollected() {
    var reference = new WeakReference<>(cache.project(configMap("1", "7")));

    GarbageCollector.collect();

    assertThat(reference.get()).isNull();
  }

  private static ConfigMap configMap(String uid, String version) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("web")
        .withNamespace("default")
        .withUid(uid)
        .withResourceVersion(version)
        .endMetadata()
        .build();
  }
}
