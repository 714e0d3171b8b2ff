package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.patternedapp.api.PatternedApp;
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

/** An autoscaler sets the replicas by the scale subresource while a person changes all else. */
@ExtendWith(ApiServer.class)
@Tag("survival")
@Timeout(240)
class AutoscalerTest {

  private static final int CHANGES = 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Nobody but the autoscaler says how many. */
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
  void isNotOverruledByAPersonWhoAppliesTheApp(String kind, ApiServer.Shared api) {
    try (var stage = new Stage(api, 0)) {
      var lab = stage.lab();
      lab.startOperator();
      lab.apply(APP.formatted(0, kind));
      lab.untilCondition("web", "Ready", "True");
      var set = new ArrayList<Integer>(List.of(1));
      var wanted = new Replicas<PatternedApp>(app -> app.getSpec().replicas());
      var run = new Replicas<Deployment>(deployment -> deployment.getSpec().getReplicas());
      try (var apps = apps(lab).watch(wanted);
          var deployments = deployments(lab).watch(run)) {
        for (int round = 1; round <= CHANGES; round++) {
          int replicas = 1 + round % 4;
          apps(lab).withName("web").scale(replicas);
          lab.apply(APP.formatted(round, kind));
          set.add(replicas);
          await()
              .atMost(TIMEOUT)
              .until(() -> stage.isSettled("web") && running(lab, kind) == replicas);
        }
        lab.untilQuiet();
        assertThat(wanted.seen()).as("as the app says").isEqualTo(set);
        if (kind.equals("Deployment")) {
          assertThat(run.seen()).as("as the Deployment says").isEqualTo(set);
        }
      }
      assertThat(lab.children("web"))
          .allMatch(child -> child.getMetadata().getLabels().get("round").equals("" + CHANGES));
      if (kind.equals("Pod")) {
        assertThat(podsThatWere(stage, "ADDED")).isEqualTo(1 + steps(set, 1));
        assertThat(podsThatWere(stage, "DELETED")).isEqualTo(steps(set, -1));
      }
      stage.isStill();
    }
  }

  private static int running(Lab lab, String kind) {
    return kind.equals("Pod")
        ? lab.app("web").getStatus().replicas()
        : lab.admin()
            .apps()
            .deployments()
            .inNamespace(lab.namespace())
            .withName("web")
            .require()
            .getSpec()
            .getReplicas();
  }

  private static int podsThatWere(Stage stage, String deed) {
    return stage.made("web").entrySet().stream()
        .filter(entry -> entry.getKey().contains(deed + " Pod/"))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** How many Pods come, or go, where one number after the other is wanted. */
  private static int steps(List<Integer> set, int direction) {
    return IntStream.range(1, set.size())
        .map(i -> Math.max(0, direction * (set.get(i) - set.get(i - 1))))
        .sum();
  }

  private static NonNamespaceOperation<PatternedApp, ?, Resource<PatternedApp>> apps(Lab lab) {
    return lab.admin().resources(PatternedApp.class).inNamespace(lab.namespace());
  }

  private static NonNamespaceOperation<Deployment, ?, ?> deployments(Lab lab) {
    return lab.admin().resources(Deployment.class).inNamespace(lab.namespace());
  }

  /** Notes each change of the replicas. */
  private record Replicas<R>(Function<R, Integer> of, List<Integer> seen) implements Watcher<R> {

    Replicas(Function<R, Integer> of) {
      this(of, Collections.synchronizedList(new ArrayList<>()));
    }

    @Override
    public void eventReceived(Action action, R object) {
      var replicas = of.apply(object);
      if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(replicas)) {
        seen.add(replicas);
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException(cause);
    }
  }
}
