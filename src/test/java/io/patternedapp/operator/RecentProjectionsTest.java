package io.patternedapp.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class RecentProjectionsTest {

  private final RecentProjections<ConfigMap> projections = new RecentProjections<>();

  @Test
  void aStateIsProjectedOnce() {
    var answer = projections.of(map("1", "7"));

    assertThat(projections.of(map("1", "7"))).isSameAs(answer);
    assertThat(answer.getMetadata().getResourceVersion()).isEqualTo("7");
  }

  @Test
  void aLaterStateIsProjectedAnew() {
    projections.of(map("1", "7"));

    var after = projections.of(map("1", "8"));

    assertThat(after.getMetadata().getResourceVersion()).isEqualTo("8");
  }

  @Test
  void objectsOfTheSameVersionAreToldApart() {
    projections.of(map("1", "7"));

    assertThat(projections.of(map("2", "7")).getMetadata().getUid()).isEqualTo("2");
  }

  @Test
  void whatWasLongAgoIsForgotten() {
    var first = projections.of(map("1", "0"));
    var later = new ArrayList<ConfigMap>();
    for (int version = 1; version <= 300; version++) {
      later.add(projections.of(map("1", String.valueOf(version))));
    }

    assertThat(projections.of(map("1", "300"))).isSameAs(later.get(299));
    assertThat(projections.of(map("1", "0"))).isNotSameAs(first);
  }

  @Test
  void whatNobodyElseHasIsNotHeld() {
    var held = new WeakReference<>(projections.of(map("1", "7")));

    Garbage.collect();

    assertThat(held.get()).isNull();
  }

  private static ConfigMap map(String uid, String version) {
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
