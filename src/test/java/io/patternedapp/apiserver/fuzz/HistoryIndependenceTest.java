package io.patternedapp.apiserver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.ClusterPrerequisites;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.generate.RandomApp;
import io.patternedapp.generate.SpecSchema;
import io.patternedapp.rollout.Fingerprint;
import io.patternedapp.rollout.PodFieldDigests;
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
 * Tests that the children of an app depend on its current spec only: after random changes they
 * equal the children of a newly created app with the same spec.
 */
@ExtendWith(ApiServerExtension.class)
class HistoryIndependenceTest {

  private static final long SEED = Long.getLong("patternedapp.seed", 1);
  private static final int HISTORIES = Integer.getInteger("patternedapp.histories", 15);
  private static final int LENGTH = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /**
   * The kinds whose spec can change freely. Most fields of a Job or StatefulSet are immutable, and
   * a change of kind needs workload controllers, which do not run in these tests.
   */
  private static final Set<WorkloadKind> CHANGEABLE_KINDS =
      Set.of(
          WorkloadKind.Pod, WorkloadKind.Deployment, WorkloadKind.DaemonSet, WorkloadKind.CronJob);

  private record History(String name, List<PatternedApp> versions) {

    PatternedApp last() {
      return versions.get(versions.size() - 1);
    }
  }

  @BeforeAll
  static void createPrerequisites(ApiServerExtension.TestControlPlane api) {
    api.ifAvailable(ClusterPrerequisites::install);
  }

  @Test
  @Timeout(300)
  void childrenAfterRandomChangesEqualThoseOfANewlyCreatedApp(
      ApiServerExtension.TestControlPlane api) {
    System.out.printf("random histories: seed %d, %d of %d versions%n", SEED, HISTORIES, LENGTH);
    var histories = histories();
    try (var changedApps = new OperatorFixture(api);
        var newApps = new OperatorFixture(api)) {
      for (int version = 0; version < LENGTH; version++) {
        for (var history : histories) {
          changedApps.replace(history.versions().get(version));
        }
        histories.forEach(history -> awaitObservedGeneration(changedApps, history.name()));
      }
      histories.forEach(history -> newApps.replace(history.last()));
      for (var history : histories) {
        newApps.awaitCondition(history.name(), "Applied", "True");
        await()
            .atMost(TIMEOUT)
            .untilAsserted(
                () ->
                    assertThat(ownedFieldsByChild(changedApps, history.name()))
                        .as(() -> describe(changedApps, history))
                        .isEqualTo(ownedFieldsByChild(newApps, history.name())));
        changedApps.awaitCondition(history.name(), "Applied", "True");
      }
    }
  }

  private static List<History> histories() {
    var apps = RandomApp.generateSequence(SpecSchema.read(), SEED).iterator();
    var incomplete = new EnumMap<WorkloadKind, List<RandomApp>>(WorkloadKind.class);
    var histories = new ArrayList<History>();
    while (histories.size() < HISTORIES) {
      var app = apps.next();
      var kind = app.toApp("web", "default").getSpec().workloadKind();
      if (!CHANGEABLE_KINDS.contains(kind)) {
        continue;
      }
      var sameKind = incomplete.computeIfAbsent(kind, k -> new ArrayList<>());
      sameKind.add(app);
      if (sameKind.size() == LENGTH) {
        var name = "h" + histories.size();
        histories.add(
            new History(
                name,
                sameKind.stream().map(version -> withoutUniqueFields(version, name)).toList()));
        sameKind.clear();
      }
    }
    return histories;
  }

  /**
   * Returns the app without a fixed node port and with its own Service name, because both must be
   * unique.
   */
  private static PatternedApp withoutUniqueFields(RandomApp random, String name) {
    var spec = random.spec().deepCopy();
    spec.path("service").path("ports").forEach(port -> ((ObjectNode) port).remove("nodePort"));
    if (spec.path("service").has("name")) {
      ((ObjectNode) spec.get("service")).put("name", "front-of-" + name);
    }
    return new RandomApp(spec).toApp(name, "default");
  }

  private static void awaitObservedGeneration(OperatorFixture fixture, String name) {
    await("generation observed: " + name)
        .atMost(TIMEOUT)
        .until(
            () -> fixture.app(name),
            app ->
                app.getStatus() != null
                    && app.getMetadata()
                        .getGeneration()
                        .equals(app.getStatus().observedGeneration()));
  }

  /** Returns the owned fields of each child that is not terminating. */
  private static TreeMap<String, String> ownedFieldsByChild(OperatorFixture fixture, String name) {
    return fixture.children(name).stream()
        .filter(child -> child.getMetadata().getDeletionTimestamp() == null)
        .collect(
            Collectors.toMap(
                HistoryIndependenceTest::childId,
                HistoryIndependenceTest::ownedFields,
                (a, b) -> a,
                TreeMap::new));
  }

  private static String ownedFields(HasMetadata child) {
    return child instanceof Pod pod
        ? PodFieldDigests.ofLive(pod).toString()
        : Fingerprint.ofLive(child);
  }

  private static String childId(HasMetadata child) {
    return child.getKind() + "/" + child.getMetadata().getName();
  }

  private static String describe(OperatorFixture fixture, History history) {
    return fixture.app(history.name()).getStatus().conditions()
        + "\n"
        + history.versions().stream()
            .map(app -> Serialization.asYaml(app.getSpec()))
            .collect(Collectors.joining("\n"));
  }
}
