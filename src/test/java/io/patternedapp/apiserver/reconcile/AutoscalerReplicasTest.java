package io.patternedapp.apiserver.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.apiserver.support.ScenarioFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that replicas set through the scale subresource are kept while a user applies other changes
 * of the app.
 */
@ExtendWith(ApiServerExtension.class)
@Tag("survival")
@Timeout(240)
class AutoscalerReplicasTest {

  private static final int CHANGES = 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** An app without spec.replicas, so that only the autoscaler sets the number of replicas. */
  private static final String APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web}
      spec:
        labels: {round: "%d"}
        workload: {kind: %s}
        main: {image: "nginx:1.27", ports: [{name: http, containerPort: 80}]}
        service: {ports: [{port: 80}]}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"Pod", "Deployment"})
  void replicasSetByTheScaleSubresourceSurviveApplyOfTheApp(
      String kind, ApiServerExtension.TestControlPlane api) {
    try (var scenario = new ScenarioFixture(api, 0)) {
      var fixture = scenario.fixture();
      fixture.startOperator();
      fixture.apply(APP.formatted(0, kind));
      fixture.awaitCondition("web", "Ready", "True");
      var replicaHistory = new ArrayList<Integer>(List.of(1));
      var appRecorder = new ReplicasRecorder<PatternedApp>(app -> app.getSpec().replicas());
      var deploymentRecorder =
          new ReplicasRecorder<Deployment>(deployment -> deployment.getSpec().getReplicas());
      try (var apps = apps(fixture).watch(appRecorder);
          var deployments = deployments(fixture).watch(deploymentRecorder)) {
        for (int round = 1; round <= CHANGES; round++) {
          int replicas = 1 + round % 4;
          apps(fixture).withName("web").scale(replicas);
          fixture.apply(APP.formatted(round, kind));
          replicaHistory.add(replicas);
          await()
              .atMost(TIMEOUT)
              .until(
                  () -> scenario.isConverged("web") && currentReplicas(fixture, kind) == replicas);
        }
        fixture.awaitNoMoreWrites();
        assertThat(appRecorder.observed()).as("replicas of the app").isEqualTo(replicaHistory);
        if (kind.equals("Deployment")) {
          assertThat(deploymentRecorder.observed())
              .as("replicas of the Deployment")
              .isEqualTo(replicaHistory);
        }
      }
      assertThat(fixture.children("web"))
          .allMatch(child -> child.getMetadata().getLabels().get("round").equals("" + CHANGES));
      if (kind.equals("Pod")) {
        assertThat(countPodChanges(scenario, "ADDED"))
            .isEqualTo(1 + expectedPodChanges(replicaHistory, 1));
        assertThat(countPodChanges(scenario, "DELETED"))
            .isEqualTo(expectedPodChanges(replicaHistory, -1));
      }
      scenario.assertNoRequests();
    }
  }

  private static int currentReplicas(OperatorFixture fixture, String kind) {
    return kind.equals("Pod")
        ? fixture.app("web").getStatus().replicas()
        : fixture
            .admin()
            .apps()
            .deployments()
            .inNamespace(fixture.namespace())
            .withName("web")
            .require()
            .getSpec()
            .getReplicas();
  }

  private static int countPodChanges(ScenarioFixture scenario, String action) {
    return scenario.createDeleteCounts("web").entrySet().stream()
        .filter(entry -> entry.getKey().contains(action + " Pod/"))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /**
   * Returns how many Pods are created (direction 1) or deleted (direction -1) for a sequence of
   * replica counts.
   */
  private static int expectedPodChanges(List<Integer> replicaHistory, int direction) {
    return IntStream.range(1, replicaHistory.size())
        .map(i -> Math.max(0, direction * (replicaHistory.get(i) - replicaHistory.get(i - 1))))
        .sum();
  }

  private static NonNamespaceOperation<PatternedApp, ?, Resource<PatternedApp>> apps(
      OperatorFixture fixture) {
    return fixture.admin().resources(PatternedApp.class).inNamespace(fixture.namespace());
  }

  private static NonNamespaceOperation<Deployment, ?, ?> deployments(OperatorFixture fixture) {
    return fixture.admin().resources(Deployment.class).inNamespace(fixture.namespace());
  }

  /** Records each change of the replicas. */
  private record ReplicasRecorder<R>(Function<R, Integer> extractor, List<Integer> observed)
      implements Watcher<R> {

    ReplicasRecorder(Function<R, Integer> of) {
      this(of, Collections.synchronizedList(new ArrayList<>()));
    }

    @Override
    public void eventReceived(Action action, R object) {
      var replicas = extractor.apply(object);
      if (observed.isEmpty() || !observed.get(observed.size() - 1).equals(replicas)) {
        observed.add(replicas);
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException(cause);
    }
  }
}
