package io.patternedapp.apiserver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.ClusterPrerequisites;
import io.patternedapp.expand.Expander;
import io.patternedapp.generate.RandomApp;
import io.patternedapp.generate.SpecPath;
import io.patternedapp.generate.SpecSchema;
import io.patternedapp.model.ResourceNames;
import io.patternedapp.rollout.PodFieldDigests;
import io.patternedapp.rollout.UpdatePlan;
import io.patternedapp.rollout.UpdatePlanner;
import io.patternedapp.validate.Validator;
import io.patternedapp.validate.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests the update plan for a change of each field of the CRD schema that reaches the Pod. The API
 * server accepts the changes that are planned in place, and rejects the in-place update of the
 * changes that are planned as a replacement.
 */
@ExtendWith(ApiServerExtension.class)
class UpdatePlanConformanceTest {

  private static final long SEED = Long.getLong("patternedapp.seed", 1);
  private static final int THREADS = 4;
  private static final int ATTEMPTS = 12;

  /**
   * The fields that reach the Pod. All regular containers have the same fields, so main and
   * sidecars stand for all roles.
   */
  private static final Pattern POD_FIELDS =
      Pattern.compile(
          "spec\\.((main|init|sidecars|volumes|pod)\\..+|(ambassadors|adapters)\\.(image|env|mode|files)"
              + "|labels|annotations|restartedAt|security)");

  /** Fields that the API server can update in place without an effect on running containers. */
  private static final List<Pattern> IGNORED_BY_RUNNING_CONTAINERS =
      Stream.of(
              "spec\\.initContainers\\[.+]\\.image",
              "metadata\\.annotations\\[patternedapp\\.io/restarted-at]",
              "metadata\\.(labels|annotations)\\[.+]")
          .map(Pattern::compile)
          .toList();

  /** Fields with one possible value, or that must change together with another field. */
  private static final List<String> NOT_CHANGEABLE_ALONE =
      List.of(
          "volumeDevices.name",
          "resizePolicy.restartPolicy",
          "matchFields.key",
          "matchFields.operator",
          "azureDisk.kind",
          "iscsi.secretRef");

  private static final PatchContext APPLY = applyContext(List.of());
  private static final PatchContext DRY_RUN_APPLY = applyContext(List.of("All"));

  /** The outcome of the change of a field. */
  private record Outcome(String path, String plan, Optional<String> failure) {}

  @BeforeAll
  static void createPrerequisites(ApiServerExtension.TestControlPlane api) {
    api.ifAvailable(ClusterPrerequisites::install);
  }

  @Test
  @Timeout(600)
  void updatePlanForEachPodFieldMatchesWhatTheApiServerAllows(
      ApiServerExtension.TestControlPlane api) throws Exception {
    var schema = SpecSchema.read();
    var namespace = api.createNamespace();
    var paths = schema.usablePaths().stream().filter(p -> POD_FIELDS.matcher(p).matches()).toList();

    var outcomes = outcomes(paths, path -> findAndTryChange(schema, path, namespace, api));

    printReport(paths, outcomes);
    assertThat(outcomes.stream().flatMap(o -> o.failure().stream()).limit(10)).isEmpty();
    assertThat(paths)
        .as("fields that could not be changed alone")
        .filteredOn(path -> outcomes.stream().noneMatch(o -> o.path().equals(path)))
        .allMatch(UpdatePlanConformanceTest::isNotChangeableAlone);
    assertThat(outcomes.stream().map(Outcome::plan).distinct())
        .contains("InPlace", "Replace", "NoChange");
  }

  private interface Trial {
    Optional<Outcome> outcome(String path);
  }

  private static List<Outcome> outcomes(List<String> paths, Trial trial)
      throws InterruptedException, ExecutionException {
    var pool = Executors.newFixedThreadPool(THREADS);
    try {
      var trials = paths.stream().map(path -> pool.submit(() -> trial.outcome(path))).toList();
      var outcomes = new ArrayList<Outcome>();
      for (var pending : trials) {
        pending.get().ifPresent(outcomes::add);
      }
      return outcomes;
    } finally {
      pool.shutdownNow();
    }
  }

  /**
   * Finds two valid apps that differ in one field only and tries the change from one to the other.
   */
  private static Optional<Outcome> findAndTryChange(
      SpecSchema schema, String path, String namespace, ApiServerExtension.TestControlPlane api) {
    var random = new Random(SEED + path.hashCode());
    var at = new SpecPath(path);
    var name = "p" + Integer.toHexString(path.hashCode());
    for (int i = 0; i < ATTEMPTS; i++) {
      var before = randomPodApp(schema, path, random);
      for (var after :
          List.of(
              withoutField(before, at),
              withOtherValue(before, schema, at, random),
              withAlteredValue(before, at))) {
        if (after.isPresent() && !after.get().equals(before)) {
          var from = new RandomApp(before).toApp(name, namespace);
          var to = new RandomApp(after.get()).toApp(name, namespace);
          if (isValid(from) && isValid(to) && isAccepted(from, api) && isAccepted(to, api)) {
            return Optional.of(tryChange(path, from, to, api));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Outcome tryChange(
      String path, PatternedApp from, PatternedApp to, ApiServerExtension.TestControlPlane api) {
    var live = api.admin().resource(podOf(from)).patch(APPLY);
    var desired = podOf(to);
    try {
      var plan = UpdatePlanner.plan(live, desired);
      return new Outcome(
          path,
          plan.getClass().getSimpleName(),
          findFailure(plan, live, desired, api).map(what -> path + ": " + plan + ": " + what));
    } finally {
      api.admin().resource(live).withGracePeriod(0).delete();
    }
  }

  private static Optional<String> findFailure(
      UpdatePlan plan, Pod live, Pod desired, ApiServerExtension.TestControlPlane api) {
    if (plan instanceof UpdatePlan.NoChange) {
      return PodFieldDigests.ofLive(live).equals(PodFieldDigests.ofDesired(desired))
          ? Optional.empty()
          : Optional.of("live and desired Pod differ");
    }
    if (plan instanceof UpdatePlan.Replace replace) {
      return replace.fields().stream()
                  .allMatch(UpdatePlanConformanceTest::isIgnoredByRunningContainers)
              || !isAcceptedInPlace(live, desired, api)
          ? Optional.empty()
          : Optional.of("the API server accepts it in place");
    }
    return hasSameSpecAndLabels(live, desired)
        ? Optional.empty()
        : applyInPlace((UpdatePlan.InPlace) plan, desired, api);
  }

  /**
   * Returns true if spec and labels are equal; an empty struct equals an absent one. If the API
   * server rejects such a change, the Pod is replaced.
   */
  private static boolean hasSameSpecAndLabels(Pod live, Pod desired) {
    return specFields(PodFieldDigests.ofLive(live))
            .equals(specFields(PodFieldDigests.ofDesired(desired)))
        && live.getMetadata().getLabels().equals(desired.getMetadata().getLabels());
  }

  private static Map<String, String> specFields(PodFieldDigests fingerprint) {
    return fingerprint.fields().tailMap("spec");
  }

  /**
   * Returns true if the API server accepts the update in place and it changes the spec. A field
   * that is no longer set but keeps its default is not a change.
   */
  private static boolean isAcceptedInPlace(
      Pod live, Pod desired, ApiServerExtension.TestControlPlane api) {
    try {
      var changed = api.admin().resource(desired).patch(DRY_RUN_APPLY);
      return !changed.getSpec().equals(live.getSpec());
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  private static Optional<String> applyInPlace(
      UpdatePlan.InPlace plan, Pod desired, ApiServerExtension.TestControlPlane api) {
    return rejectionMessage(
            () -> {
              if (!plan.resources().isEmpty()) {
                api.admin().resource(resizePatch(desired, plan)).subresource("resize").patch(APPLY);
              }
              var updated = api.admin().resource(desired).patch(APPLY);
              assertThat(UpdatePlanner.plan(updated, desired)).isEqualTo(new UpdatePlan.NoChange());
            })
        .map(message -> "rejected: " + message);
  }

  private static Pod resizePatch(Pod desired, UpdatePlan.InPlace plan) {
    var resized = new PodBuilder(desired).build();
    resized.getSpec().getContainers().removeIf(c -> !plan.resources().contains(c.getName()));
    resized.getSpec().getInitContainers().removeIf(c -> !plan.resources().contains(c.getName()));
    return resized;
  }

  private static Optional<String> rejectionMessage(Runnable request) {
    try {
      request.run();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isIgnoredByRunningContainers(String field) {
    return IGNORED_BY_RUNNING_CONTAINERS.stream()
        .anyMatch(pattern -> pattern.matcher(field).matches());
  }

  private static ObjectNode randomPodApp(SpecSchema schema, String path, Random random) {
    while (true) {
      var spec = RandomApp.generate(schema, random, List.of(path)).spec();
      spec.put("replicas", 1);
      spec.remove("service");
      var kind = new RandomApp(spec).toApp("web", "default").getSpec().workloadKind();
      if (kind == WorkloadKind.Pod) {
        return spec;
      }
    }
  }

  private static Optional<ObjectNode> withoutField(ObjectNode spec, SpecPath path) {
    return path.findContainer(spec).map(parent -> path.without(spec));
  }

  private static Optional<ObjectNode> withOtherValue(
      ObjectNode spec, SpecSchema schema, SpecPath path, Random random) {
    var value = path.value(randomPodApp(schema, path.path(), random));
    return value.isEmpty() || path.findContainer(spec).isEmpty()
        ? Optional.empty()
        : Optional.of(path.with(spec, schema, value.get()));
  }

  /**
   * Returns the spec with a slightly different value of the field, for fields of which the
   * generator has one value only.
   */
  private static Optional<ObjectNode> withAlteredValue(ObjectNode spec, SpecPath path) {
    var copy = spec.deepCopy();
    var parent = path.findContainer(copy);
    if (parent.isEmpty()) {
      return Optional.empty();
    }
    var name = path.name();
    var value = parent.get().get(name);
    if (value.isTextual()) {
      parent.get().put(name, value.textValue() + "2");
    } else if (value.isInt()) {
      parent.get().put(name, value.intValue() + 1);
    } else if (value instanceof ArrayNode list && list.path(0).isTextual()) {
      parent.get().putArray(name).add(list.get(0).textValue() + "2");
    }
    return Optional.of(copy);
  }

  private static boolean isValid(PatternedApp app) {
    return Validator.validate(app).stream().noneMatch(Problem::isError);
  }

  private static boolean isAccepted(PatternedApp app, ApiServerExtension.TestControlPlane api) {
    return rejectionMessage(() -> api.admin().resource(podOf(app)).patch(DRY_RUN_APPLY)).isEmpty();
  }

  private static Pod podOf(PatternedApp app) {
    return Expander.expand(app).children().stream()
        .filter(Pod.class::isInstance)
        .map(Pod.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isNotChangeableAlone(String path) {
    return NOT_CHANGEABLE_ALONE.stream().anyMatch(path::endsWith);
  }

  private static void printReport(List<String> paths, List<Outcome> outcomes) {
    Map<String, Long> plans =
        outcomes.stream()
            .collect(Collectors.groupingBy(Outcome::plan, TreeMap::new, Collectors.counting()));
    System.out.printf(
        "single-field changes: seed %d, %d fields, %d changed: %s%n",
        SEED, paths.size(), outcomes.size(), plans);
    paths.stream()
        .filter(path -> outcomes.stream().noneMatch(o -> o.path().equals(path)))
        .forEach(path -> System.out.println("  not changed alone: " + path));
  }

  private static PatchContext applyContext(List<String> dryRun) {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(ResourceNames.FIELD_MANAGER)
        .withDryRun(dryRun)
        .withForce(true)
        .build();
  }
}
