package io.patternedapp.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.generate.RandomApp;
import io.patternedapp.generate.SpecSchema;
import io.patternedapp.operator.metrics.AppState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jol.info.GraphLayout;

class PackedAppsTest {

  private static final long SEED = 20_261_126;
  private static final int RANDOM_APPS = 300;
  private static final int MANY = 2_000;

  /** It was 928, and 10,184 as an object. */
  private static final long PACKED = 1_400;

  private final Counting serialization = new Counting();
  private final KnownApps known = new KnownApps(serialization);
  private final PackedApps store = (PackedApps) known.newStore();

  /** Counts what is read whole or in part. */
  private static final class Counting extends KubernetesSerialization {

    private final AtomicInteger reads = new AtomicInteger();

    @Override
    public <T> T unmarshal(InputStream json, Class<T> type) {
      reads.incrementAndGet();
      return super.unmarshal(json, type);
    }
  }

  static Stream<Path> examples() throws IOException {
    try (var files = Files.list(Path.of("examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleComesBackAsItWas(Path file) {
    store.put("shop/web", example(file));
    Garbage.collect();

    var back = store.get("shop/web");

    assertThat(serialization.reads).hasValue(1);
    assertThat(back).isEqualTo(example(file));
    assertThat(serialization.asJson(back)).isEqualTo(serialization.asJson(example(file)));
  }

  @Test
  void randomAppsComeBackAsTheyWere() {
    var apps = RandomApp.sequence(SpecSchema.read(), SEED).limit(RANDOM_APPS).toList();
    IntStream.range(0, RANDOM_APPS)
        .forEach(i -> store.put("shop/web-" + i, apps.get(i).toApp("web-" + i, "shop")));
    Garbage.collect();

    for (int i = 0; i < RANDOM_APPS; i++) {
      var back = store.get("shop/web-" + i);
      var expected = apps.get(i).toApp("web-" + i, "shop");
      assertThat(back).as("%s", apps.get(i)).isEqualTo(expected);
      assertThat(serialization.asJson(back)).isEqualTo(serialization.asJson(expected));
    }
    assertThat(serialization.reads).hasValue(RANDOM_APPS);
  }

  @Test
  void itsStatusAndAllOfItsMetadataComeBack() {
    store.put("shop/web", reported());
    Garbage.collect();

    assertThat(store.get("shop/web")).isEqualTo(reported());
    assertThat(store.get("shop/web").getStatus().conditions()).hasSize(2);
    assertThat(store.get("shop/web").getMetadata().getAnnotations()).containsEntry("note", "n");
  }

  @Test
  void fieldsOfANewerKubernetesComeBack() {
    var app = example(Path.of("examples", "init-web.yaml"));
    var probe = app.getSpec().main().getReadinessProbe();
    probe.setAdditionalProperty("newer", Map.of("a", List.of(1, "b")));
    store.put("shop/web", app);
    probe = null;
    app = null;
    Garbage.collect();

    assertThat(store.get("shop/web").getSpec().main().getReadinessProbe().getAdditionalProperties())
        .containsExactly(Map.entry("newer", Map.of("a", List.of(1, "b"))));
    assertThat(serialization.reads).hasValue(1);
  }

  @Test
  void whatIsNeverReadIsNotKept() {
    var app = app("web");
    app.getMetadata().setManagedFields(List.of(new ManagedFieldsEntry()));
    app.getMetadata()
        .getAnnotations()
        .put("kubectl.kubernetes.io/last-applied-configuration", "{}");

    store.put("shop/web", app);

    assertThat(store.get("shop/web")).isEqualTo(app("web"));
  }

  @Test
  void tellsWhatWasThereBefore() {
    assertThat(store.put("shop/web", version("1"))).isNull();
    Garbage.collect();
    assertThat(store.put("shop/web", version("2"))).isEqualTo(version("1"));
    assertThat(store.get("shop/web")).isEqualTo(version("2"));
    Garbage.collect();
    assertThat(store.remove("shop/web")).isEqualTo(version("2"));
    assertThat(store.get("shop/web")).isNull();
    assertThat(store.remove("shop/web")).isNull();
    assertThat(store.size()).isZero();
  }

  @Test
  void isReadOnceUntilTheNextCollection() {
    var app = app("web");
    store.put("shop/web", app);

    assertThat(store.get("shop/web")).as("nobody has lost it").isSameAs(app);
    assertThat(serialization.reads).hasValue(0);

    store.put("shop/other", app("other"));
    Garbage.collect();
    var read = store.get("shop/other");
    for (int i = 0; i < MANY; i++) {
      assertThat(store.get("shop/other")).isSameAs(read);
    }
    assertThat(serialization.reads).hasValue(1);
  }

  @Test
  void whatIsAskedForAllAppsReadsNone() {
    var other = (PackedApps) known.newStore();
    store.put("shop/web", reported());
    other.put("bank/web", app("web"));
    Garbage.collect();

    assertThat(known.states())
        .containsExactlyInAnyOrder(
            new AppState(List.of("True", "Unknown", "False", "Unknown")),
            new AppState(List.of("Unknown", "Unknown", "Unknown", "Unknown")));
    assertThat(known.ids())
        .containsExactlyInAnyOrder(new ResourceID("web", "shop"), new ResourceID("web", "bank"));
    assertThat(known.contains(new ResourceID("web", "shop"))).isTrue();
    assertThat(known.contains(new ResourceID("web", "bank"))).isTrue();
    assertThat(known.contains(new ResourceID("web", "other"))).isFalse();
    assertThat(store.size()).isEqualTo(1);
    assertThat(serialization.reads).hasValue(0);
  }

  @Test
  void allAtOnceHaveTheirMetadataOnly() {
    store.put("shop/web", reported());
    Garbage.collect();

    assertThat(store.values())
        .singleElement()
        .satisfies(
            head -> {
              assertThat(head.getMetadata()).isEqualTo(reported().getMetadata());
              assertThat(store.getKey(head)).isEqualTo("shop/web");
              assertThat(head.getSpec()).isNull();
            });
  }

  @Test
  void anAppOfFiveContainersTakesLittle() {
    var packed = new Packed<>(benchmarked(), serialization);
    var whole = GraphLayout.parseInstance(benchmarked()).totalSize();
    Garbage.collect();

    assertThat(GraphLayout.parseInstance(packed).totalSize())
        .as("bytes of a spec and its status")
        .isLessThan(PACKED)
        .isLessThan(whole / 6);
  }

  @Test
  void manyAtATimeLoseNothing() {
    IntStream.range(0, MANY)
        .parallel()
        .forEach(
            i -> {
              var key = "shop/web-" + i % 10;
              store.put(key, version(String.valueOf(i)));
              assertThat(store.get(key).getMetadata().getName()).isEqualTo("web");
            });

    assertThat(store.size()).isEqualTo(10);
    assertThat(store.keySet()).hasSize(10);
  }

  /** The app of docs/performance.md, as it is once it was reported on. */
  private static PatternedApp benchmarked() {
    var app = example(Path.of("src", "test", "resources", "io/patternedapp/bench/app.yaml"));
    app.getMetadata().setUid("00000000-0000-0000-0000-000000000000");
    app.getMetadata().setResourceVersion("1000000");
    app.setStatus(reported().getStatus());
    return app;
  }

  /** The first app of a file. */
  private static PatternedApp example(Path file) {
    try {
      var yaml =
          Stream.of(Files.readString(file).split("(?m)^---$"))
              .filter(document -> document.contains("\nkind: PatternedApp\n"))
              .findFirst()
              .orElseThrow();
      var app = Serialization.unmarshal(yaml, PatternedApp.class);
      app.getMetadata().setNamespace("shop");
      return app;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PatternedApp app(String name) {
    var app = new PatternedApp();
    app.getMetadata().setName(name);
    app.getMetadata().setNamespace("shop");
    return app;
  }

  private static PatternedApp version(String version) {
    var app = app("web");
    app.getMetadata().setResourceVersion(version);
    return app;
  }

  private static PatternedApp reported() {
    return Serialization.unmarshal(
        """
        apiVersion: patternedapp.io/v1alpha1
        kind: PatternedApp
        metadata:
          name: web
          namespace: shop
          uid: "1"
          resourceVersion: "7"
          generation: 3
          finalizers: [a.b/c]
          annotations: {note: n}
        status:
          observedGeneration: 3
          conditions:
          - {type: Accepted, status: "True", reason: Valid, message: "", observedGeneration: 3}
          - {type: Ready, status: "False", reason: Starting, message: "1 of 2"}
          roles: [{name: main, role: main, ready: 1/2}]
        """,
        PatternedApp.class);
  }
}
