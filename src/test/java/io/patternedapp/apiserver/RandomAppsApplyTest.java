package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.patternedapp.apply.Fingerprint;
import io.patternedapp.apply.FingerprintDiff;
import io.patternedapp.apply.PodPrint;
import io.patternedapp.expand.Expander;
import io.patternedapp.expand.Names;
import io.patternedapp.generate.RandomApp;
import io.patternedapp.generate.SpecSchema;
import io.patternedapp.validate.Problem;
import io.patternedapp.validate.Validator;
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
 * Random valid apps against a real API server: whatever the validation lets pass is accepted, app
 * and children alike, and kept as wanted. The same apps each run, so that a build does not fail by
 * luck; {@code -Dpatternedapp.seed} and {@code -Dpatternedapp.apps} explore others.
 */
@ExtendWith(ApiServer.class)
class RandomAppsApplyTest {

  private static final long SEED = Long.getLong("patternedapp.seed", 1);
  private static final int APPS = Integer.getInteger("patternedapp.apps", 800);
  private static final int THREADS = 4;
  private static final int SHOWN = 10;

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(Names.OPERATOR)
          .withDryRun(List.of("All"))
          .withForce(true)
          .build();

  @BeforeAll
  static void whatTheAppsReferTo(ApiServer.Shared api) {
    api.ifAvailable(Classes::create);
  }

  @Test
  @Timeout(300)
  void areAcceptedAndKeptAsWanted(ApiServer.Shared api) throws Exception {
    System.out.printf("random apps: seed %d, %d apps%n", SEED, APPS);
    var schema = SpecSchema.read();
    var namespace = api.namespace();
    var apps = RandomApp.sequence(schema, SEED).limit(APPS).toList();

    assertThat(failures(apps, app -> failure(app, namespace, api)))
        .as("apps of seed %d that are not accepted and kept as wanted", SEED)
        .isEmpty();
    assertThat(unused(schema, apps)).as("fields that no app used").isEmpty();
  }

  private interface Trial {
    Optional<String> failure(RandomApp app);
  }

  private static List<String> failures(List<RandomApp> apps, Trial trial)
      throws InterruptedException, ExecutionException {
    var pool = Executors.newFixedThreadPool(THREADS);
    try {
      var trials = apps.stream().map(app -> pool.submit(() -> trial.failure(app))).toList();
      var failures = new ArrayList<String>();
      for (int i = 0; i < trials.size() && failures.size() < SHOWN; i++) {
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

  private static Optional<String> failure(
      RandomApp random, String namespace, ApiServer.Shared api) {
    var app = random.toApp("web", namespace);
    var errors = Validator.validate(app).stream().filter(Problem::isError).toList();
    if (!errors.isEmpty()) {
      return Optional.of("the validation refuses " + errors);
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
        var kept = api.admin().resource(child).dryRun().patch(APPLY);
        if (!isKept(child, kept)) {
          return Optional.of(
              "%s is kept differently:%n%s"
                  .formatted(child.getKind(), FingerprintDiff.of(child, kept)));
        }
      }
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(
          "%s is refused: %s"
              .formatted(sent.getKind(), e.getStatus() == null ? e : e.getStatus().getMessage()));
    }
  }

  private static boolean isKept(HasMetadata wanted, HasMetadata kept) {
    return Fingerprint.ofLive(kept).equals(Fingerprint.ofWanted(wanted))
        && (!(wanted instanceof Pod pod)
            || PodPrint.ofLive((Pod) kept).equals(PodPrint.ofWanted(pod)));
  }

  /** Reports how often each field was used; returns those that never were. */
  private static List<String> unused(SpecSchema schema, List<RandomApp> apps) {
    var counts =
        apps.stream()
            .flatMap(app -> SpecSchema.used(app.spec()).stream())
            .collect(Collectors.groupingBy(path -> path, TreeMap::new, Collectors.counting()));
    schema
        .all()
        .forEach(
            path ->
                System.out.printf(
                    "%6d %s%s%n",
                    counts.getOrDefault(path, 0L),
                    path,
                    schema.reasonNotToUse(path).map(why -> " (not used: " + why + ")").orElse("")));
    return schema.usable().stream().filter(path -> !counts.containsKey(path)).toList();
  }
}
