package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.WorkloadKind;
import io.patternedapp.apply.Fingerprint;
import io.patternedapp.apply.PodPrint;
import io.patternedapp.generate.RandomApp;
import io.patternedapp.generate.SpecSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * However an app came to be what it is, its children are those of an app that was written so at
 * once: random apps that become others and others again, beside new ones.
 */
@ExtendWith(ApiServer.class)
class RandomHistoriesTest {

  private static final long SEED = Long.getLong("patternedapp.seed", 1);
  private static final int HISTORIES = Integer.getInteger("patternedapp.histories", 15);
  private static final int LENGTH = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /**
   * A Job or a StatefulSet refuses most changes, which the app then says; another kind waits for
   * controllers, which this tier lacks.
   */
  private static final Set<WorkloadKind> CHANGEABLE =
      Set.of(
          WorkloadKind.Pod, WorkloadKind.Deployment, WorkloadKind.DaemonSet, WorkloadKind.CronJob);

  private record History(String name, List<PatternedApp> versions) {

    PatternedApp last() {
      return versions.get(versions.size() - 1);
    }
  }

  @BeforeAll
  static void whatTheAppsReferTo(ApiServer.Shared api) {
    api.ifAvailable(Classes::create);
  }

  @Test
  @Timeout(300)
  void leaveNoTrace(ApiServer.Shared api) {
    System.out.printf("random histories: seed %d, %d of %d versions%n", SEED, HISTORIES, LENGTH);
    var histories = histories();
    try (var changed = new Lab(api);
        var made = new Lab(api)) {
      for (int version = 0; version < LENGTH; version++) {
        for (var history : histories) {
          changed.replace(history.versions().get(version));
        }
        histories.forEach(history -> untilSeen(changed, history.name()));
      }
      histories.forEach(history -> made.replace(history.last()));
      for (var history : histories) {
        made.untilCondition(history.name(), "Applied", "True");
        await()
            .atMost(TIMEOUT)
            .untilAsserted(
                () ->
                    assertThat(children(changed, history.name()))
                        .as(() -> describe(changed, history))
                        .isEqualTo(children(made, history.name())));
        changed.untilCondition(history.name(), "Applied", "True");
      }
    }
  }

  private static List<History> histories() {
    var apps = RandomApp.sequence(SpecSchema.read(), SEED).iterator();
    var waiting = new EnumMap<WorkloadKind, List<RandomApp>>(WorkloadKind.class);
    var histories = new ArrayList<History>();
    while (histories.size() < HISTORIES) {
      var app = apps.next();
      var kind = app.toApp("web", "default").getSpec().kind();
      if (!CHANGEABLE.contains(kind)) {
        continue;
      }
      var alike = waiting.computeIfAbsent(kind, k -> new ArrayList<>());
      alike.add(app);
      if (alike.size() == LENGTH) {
        var name = "h" + histories.size();
        histories.add(
            new History(name, alike.stream().map(version -> prepared(version, name)).toList()));
        alike.clear();
      }
    }
    return histories;
  }

  /** Ports of nodes and names of Services are given only once. */
  private static PatternedApp prepared(RandomApp random, String name) {
    var spec = random.spec().deepCopy();
    spec.path("service").path("ports").forEach(port -> ((ObjectNode) port).remove("nodePort"));
    if (spec.path("service").has("name")) {
      ((ObjectNode) spec.get("service")).put("name", "front-of-" + name);
    }
    return new RandomApp(spec).toApp(name, "default");
  }

  private static void untilSeen(Lab lab, String name) {
    await("the operator saw " + name)
        .atMost(TIMEOUT)
        .until(
            () -> lab.app(name),
            app ->
                app.getStatus() != null
                    && app.getMetadata()
                        .getGeneration()
                        .equals(app.getStatus().observedGeneration()));
  }

  /** What is owned of each child, without those that are going. */
  private static TreeMap<String, String> children(Lab lab, String name) {
    return lab.children(name).stream()
        .filter(child -> child.getMetadata().getDeletionTimestamp() == null)
        .collect(
            Collectors.toMap(
                RandomHistoriesTest::id, RandomHistoriesTest::owned, (a, b) -> a, TreeMap::new));
  }

  private static String owned(HasMetadata child) {
    return child instanceof Pod pod ? PodPrint.ofLive(pod).toString() : Fingerprint.ofLive(child);
  }

  private static String id(HasMetadata child) {
    return child.getKind() + "/" + child.getMetadata().getName();
  }

  private static String describe(Lab lab, History history) {
    return lab.app(history.name()).getStatus().conditions()
        + "\n"
        + history.versions().stream()
            .map(app -> Serialization.asYaml(app.getSpec()))
            .collect(Collectors.joining("\n"));
  }
}
