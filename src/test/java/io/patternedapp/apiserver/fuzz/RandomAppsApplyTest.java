package io.patternedapp.apiserver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.ClusterPrerequisites;
import io.patternedapp.expand.Expander;
import io.patternedapp.generate.RandomApp;
import io.patternedapp.generate.SpecSchema;
import io.patternedapp.model.ResourceNames;
import io.patternedapp.rollout.Fingerprint;
import io.patternedapp.rollout.FingerprintDiff;
import io.patternedapp.rollout.PodFieldDigests;
import io.patternedapp.validate.Validator;
import io.patternedapp.validate.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that the API server accepts every random app that passes validation, and its children, and
 * stores the children as desired. The seed is fixed, so that builds are reproducible; {@code
 * -Dpatternedapp.seed} and {@code -Dpatternedapp.apps} generate other apps.
 */
@ExtendWith(ApiServerExtension.class)
class RandomAppsApplyTest {

  private static final long SEED = Long.getLong("patternedapp.seed", 1);
  private static final int APPS = Integer.getInteger("patternedapp.apps", 800);
  private static final int THREADS = 4;
  private static final int MAX_REPORTED = 10;

  private static final PatchContext DRY_RUN_APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(ResourceNames.FIELD_MANAGER)
          .withDryRun(List.of("All"))
          .withForce(true)
          .build();

  @BeforeAll
  static void createPrerequisites(ApiServerExtension.TestControlPlane api) {
    api.ifAvailable(ClusterPrerequisites::install);
  }

  @Test
  @Timeout(300)
  void randomValidAppsAreAcceptedByTheApiServerAndStoredAsDesired(
      ApiServerExtension.TestControlPlane api) throws Exception {
    System.out.printf("random apps: seed %d, %d apps%n", SEED, APPS);
    var schema = SpecSchema.read();
    var namespace = api.createNamespace();
    var apps = RandomApp.generateSequence(schema, SEED).limit(APPS).toList();

    assertThat(findFailures(apps, app -> findFailure(app, namespace, api)))
        .as("apps of seed %d that are not accepted or not stored as desired", SEED)
        .isEmpty();
    assertThat(unusedFields(schema, apps)).as("fields that no app used").isEmpty();
  }

  private interface Trial {
    Optional<String> findFailure(RandomApp app);
  }

  private static List<String> findFailures(List<RandomApp> apps, Trial trial)
      throws InterruptedException, ExecutionException {
    var pool = Executors.newFixedThreadPool(THREADS);
    try {
      var trials = apps.stream().map(app -> pool.submit(() -> trial.findFailure(app))).toList();
      var failures = new ArrayList<String>();
      for (int i = 0; i < trials.size() && failures.size() < MAX_REPORTED; i++) {
        var failure = trials.get(i).get();
        if (failure.isPresent()) {
          failures.add("app %d: %s%n%s".formatted(i, failure.get(), apps.get(i)));
        }
      }
      return failures;
    } finally {
      pool.shutdownNow();
    }
  }

  private static Optional<String> findFailure(
      RandomApp random, String namespace, ApiServerExtension.TestControlPlane api) {
    var app = random.toApp("web", namespace);
    var errors = Validator.validate(app).stream().filter(Problem::isError).toList();
    if (!errors.isEmpty()) {
      return Optional.of("the validation rejects it: " + errors);
    }
    HasMetadata sent = app;
    try {
      var stored = api.admin().resource(app).dryRun().create();
      var children = Expander.expand(app).children();
      if (!Expander.expand(stored).children().equals(children)) {
        return Optional.of("the API server's defaults change the children");
      }
      for (var child : children) {
        sent = child;
        var storedChild = api.admin().resource(child).dryRun().patch(DRY_RUN_APPLY);
        if (!isStoredAsDesired(child, storedChild)) {
          return Optional.of(
              "%s is not stored as desired:%n%s"
                  .formatted(child.getKind(), FingerprintDiff.format(child, storedChild)));
        }
      }
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(
          "%s is rejected: %s"
              .formatted(sent.getKind(), e.getStatus() == null ? e : e.getStatus().getMessage()));
    }
  }

  private static boolean isStoredAsDesired(HasMetadata desired, HasMetadata stored) {
    return Fingerprint.ofLive(stored).equals(Fingerprint.ofDesired(desired))
        && (!(desired instanceof Pod pod)
            || PodFieldDigests.ofLive((Pod) stored).equals(PodFieldDigests.ofDesired(pod)));
  }

  /** Prints how often each field was used; returns the fields that no app used. */
  private static List<String> unusedFields(SpecSchema schema, List<RandomApp> apps) {
    var counts =
        apps.stream()
            .flatMap(app -> SpecSchema.usedPaths(app.spec()).stream())
            .collect(Collectors.groupingBy(path -> path, TreeMap::new, Collectors.counting()));
    schema
        .allPaths()
        .forEach(
            path ->
                System.out.printf(
                    "%6d %s%s%n",
                    counts.getOrDefault(path, 0L),
                    path,
                    schema
                        .exclusionReason(path)
                        .map(why -> " (not used: " + why + ")")
                        .orElse("")));
    return schema.usablePaths().stream().filter(path -> !counts.containsKey(path)).toList();
  }
}
