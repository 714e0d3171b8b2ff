package io.patternedapp.operator.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.generate.RandomApp;
import io.patternedapp.generate.SpecSchema;
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

class IndexedAppStoreTest {

  private static final long SEED = 20_261_126;
  private static final int RANDOM_APPS = 300;
  private static final int REPETITIONS = 2_000;

  /** Measured: 928; as a Java object 10,184. */
  private static final long MAX_COMPRESSED_BYTES = 1_400;

  private final CountingSerialization serialization = new CountingSerialization();
  private final ResourceCompressor compressor = new ResourceCompressor(serialization);
  private final AppIndex index = new AppIndex();
  private final IndexedAppStore store = new IndexedAppStore(index, compressor);

  /** Counts deserializations of resources and of their metadata. */
  private static final class CountingSerialization extends KubernetesSerialization {

    private final AtomicInteger deserializations = new AtomicInteger();

    @Override
    public <T> T unmarshal(InputStream json, Class<T> type) {
      deserializations.incrementAndGet();
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
  void storedExampleEqualsOriginalAfterGarbageCollection(Path file) {
    store.put("shop/web", example(file));
    GarbageCollector.collect();

    var restored = store.get("shop/web");

    assertThat(serialization.deserializations).hasValue(1);
    assertThat(restored).isEqualTo(example(file));
    assertThat(serialization.asJson(restored)).isEqualTo(serialization.asJson(example(file)));
  }

  @Test
  void storedRandomAppsEqualOriginalsAfterGarbageCollection() {
    var apps = RandomApp.generateSequence(SpecSchema.read(), SEED).limit(RANDOM_APPS).toList();
    IntStream.range(0, RANDOM_APPS)
        .forEach(i -> store.put("shop/web-" + i, apps.get(i).toApp("web-" + i, "shop")));
    GarbageCollector.collect();

    for (int i = 0; i < RANDOM_APPS; i++) {
      var restored = store.get("shop/web-" + i);
      var expected = apps.get(i).toApp("web-" + i, "shop");
      assertThat(restored).as("%s", apps.get(i)).isEqualTo(expected);
      assertThat(serialization.asJson(restored)).isEqualTo(serialization.asJson(expected));
    }
    assertThat(serialization.deserializations).hasValue(RANDOM_APPS);
  }

  @Test
  void storedAppKeepsStatusAndMetadata() {
    store.put("shop/web", appWithStatus());
    GarbageCollector.collect();

    assertThat(store.get("shop/web")).isEqualTo(appWithStatus());
    assertThat(store.get("shop/web").getStatus().conditions()).hasSize(2);
    assertThat(store.get("shop/web").getMetadata().getAnnotations()).containsEntry("note", "n");
  }

  @Test
  void storedAppKeepsUnknownFields() {
    var app = example(Path.of("examples", "init-web.yaml"));
    var probe = app.getSpec().main().getReadinessProbe();
    probe.setAdditionalProperty("newer", Map.of("a", List.of(1, "b")));
    store.put("shop/web", app);
    probe = null;
    app = null;
    GarbageCollector.collect();

    assertThat(store.get("shop/web").getSpec().main().getReadinessProbe().getAdditionalProperties())
        .containsExactly(Map.entry("newer", Map.of("a", List.of(1, "b"))));
    assertThat(serialization.deserializations).hasValue(1);
  }

  @Test
  void storeDoesNotModifyTheApp() {
    var app = appWithManagedFields();

    store.put("shop/web", app);

    assertThat(app).isEqualTo(appWithManagedFields());
  }

  @Test
  void putAndRemoveReturnThePreviousApp() {
    assertThat(store.put("shop/web", appAtVersion("1"))).isNull();
    GarbageCollector.collect();
    assertThat(store.put("shop/web", appAtVersion("2"))).isEqualTo(appAtVersion("1"));
    assertThat(store.get("shop/web")).isEqualTo(appAtVersion("2"));
    GarbageCollector.collect();
    assertThat(store.remove("shop/web")).isEqualTo(appAtVersion("2"));
    assertThat(store.get("shop/web")).isNull();
    assertThat(store.remove("shop/web")).isNull();
    assertThat(store.size()).isZero();
  }

  @Test
  void appIsDecompressedOnceUntilNextGarbageCollection() {
    var app = app("web");
    store.put("shop/web", app);

    assertThat(store.get("shop/web")).as("the app is still cached").isSameAs(app);
    assertThat(serialization.deserializations).hasValue(0);

    store.put("shop/other", app("other"));
    GarbageCollector.collect();
    var read = store.get("shop/other");
    for (int i = 0; i < REPETITIONS; i++) {
      assertThat(store.get("shop/other")).isSameAs(read);
    }
    assertThat(serialization.deserializations).hasValue(1);
  }

  @Test
  void indexQueriesOverAllAppsDecompressNone() {
    var other = new IndexedAppStore(index, compressor);
    store.put("shop/web", appWithStatus());
    other.put("bank/web", app("web"));
    GarbageCollector.collect();

    assertThat(index.conditionStatuses())
        .containsExactlyInAnyOrder(
            new AppConditionStatuses(List.of("True", "Unknown", "False", "Unknown")),
            new AppConditionStatuses(List.of("Unknown", "Unknown", "Unknown", "Unknown")));
    assertThat(index.ids())
        .containsExactlyInAnyOrder(new ResourceID("web", "shop"), new ResourceID("web", "bank"));
    assertThat(index.contains(new ResourceID("web", "shop"))).isTrue();
    assertThat(index.contains(new ResourceID("web", "bank"))).isTrue();
    assertThat(index.contains(new ResourceID("web", "other"))).isFalse();
    assertThat(store.size()).isEqualTo(1);
    assertThat(serialization.deserializations).hasValue(0);
  }

  @Test
  void listedAppsContainMetadataOnly() {
    store.put("shop/web", appWithStatus());
    GarbageCollector.collect();

    assertThat(store.values())
        .singleElement()
        .satisfies(
            listed -> {
              assertThat(listed.getMetadata()).isEqualTo(appWithStatus().getMetadata());
              assertThat(store.getKey(listed)).isEqualTo("shop/web");
              assertThat(listed.getSpec()).isNull();
            });
  }

  @Test
  void compressedAppStaysWithinMemoryBudget() {
    var compressed = new CompressedResource<>(benchmarkApp(), compressor);
    var uncompressedBytes = GraphLayout.parseInstance(benchmarkApp()).totalSize();
    GarbageCollector.collect();

    assertThat(GraphLayout.parseInstance(compressed).totalSize())
        .as("bytes of a spec and its status")
        .isLessThan(MAX_COMPRESSED_BYTES)
        .isLessThan(uncompressedBytes / 6);
  }

  @Test
  void concurrentPutsLoseNoApp() {
    IntStream.range(0, REPETITIONS)
        .parallel()
        .forEach(
            i -> {
              var key = "shop/web-" + i % 10;
              store.put(key, appAtVersion(String.valueOf(i)));
              assertThat(store.get(key).getMetadata().getName()).isEqualTo("web");
            });

    assertThat(store.size()).isEqualTo(10);
    assertThat(store.keySet()).hasSize(10);
  }

  /** The app of docs/explanation/performance.md, as it is once it was reported on. */
  private static PatternedApp benchmarkApp() {
    var app = example(Path.of("src", "test", "resources", "io/patternedapp/bench/app.yaml"));
    app.getMetadata().setUid("00000000-0000-0000-0000-000000000000");
    app.getMetadata().setResourceVersion("1000000");
    app.setStatus(appWithStatus().getStatus());
    return app;
  }

  /** Returns the first app of a file. */
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

  private static PatternedApp appWithManagedFields() {
    var app = app("web");
    app.getMetadata().setManagedFields(List.of(new ManagedFieldsEntry()));
    app.getMetadata()
        .getAnnotations()
        .put("kubectl.kubernetes.io/last-applied-configuration", "{}");
    return app;
  }

  private static PatternedApp appAtVersion(String version) {
    var app = app("web");
    app.getMetadata().setResourceVersion(version);
    return app;
  }

  private static PatternedApp appWithStatus() {
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
