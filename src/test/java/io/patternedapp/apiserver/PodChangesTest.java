package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.WorkloadKind;
import io.patternedapp.apply.PodPrint;
import io.patternedapp.apply.UpdatePlan;
import io.patternedapp.apply.UpdatePlanner;
import io.patternedapp.expand.Expander;
import io.patternedapp.expand.Names;
import io.patternedapp.generate.RandomApp;
import io.patternedapp.generate.SpecPath;
import io.patternedapp.generate.SpecSchema;
import io.patternedapp.validate.Validator;
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
 * Every field of an app that reaches its Pod, out of the schema of the CRD, changed by itself. The
 * plan for each change is held against a real API server: what is planned in place it takes in
 * place, and what needs a new Pod it takes no other way.
 */
@ExtendWith(ApiServer.class)
class PodChangesTest {

  private static final long SEED = Long.getLong("patternedapp.seed", 1);
  private static final int THREADS = 4;
  private static final int ATTEMPTS = 12;

  /** Fields that reach the Pod. What a container is made of is the same for every ordinary one. */
  private static final Pattern OF_THE_POD =
      Pattern.compile(
          "spec\\.((main|init|sidecars|volumes|pod)\\..+|(ambassadors|adapters)\\.(image|env|mode|files)"
              + "|labels|annotations|restartedAt|security)");

  /** The API server takes these, but a running container would not notice. */
  private static final List<Pattern> UNNOTICED =
      Stream.of(
              "spec\\.initContainers\\[.+]\\.image",
              "metadata\\.annotations\\[patternedapp\\.io/restarted-at]",
              "metadata\\.(labels|annotations)\\[.+]")
          .map(Pattern::compile)
          .toList();

  /** What has one possible value, or must change together with another field. */
  private static final List<String> NEVER_ALONE =
      List.of(
          "volumeDevices.name",
          "resizePolicy.restartPolicy",
          "matchFields.key",
          "matchFields.operator",
          "azureDisk.kind",
          "iscsi.secretRef");

  private static final PatchContext APPLY = apply(List.of());
  private static final PatchContext TRY = apply(List.of("All"));

  /** What became of the change of a field. */
  private record Outcome(String path, String plan, Optional<String> failure) {}

  @BeforeAll
  static void whatTheAppsReferTo(ApiServer.Shared api) {
    api.ifAvailable(Classes::create);
  }

  @Test
  @Timeout(600)
  void goTheWayThatTheApiServerAllows(ApiServer.Shared api) throws Exception {
    var schema = SpecSchema.read();
    var namespace = api.namespace();
    var paths = schema.usable().stream().filter(p -> OF_THE_POD.matcher(p).matches()).toList();

    var outcomes = outcomes(paths, path -> change(schema, path, namespace, api));

    report(paths, outcomes);
    assertThat(outcomes.stream().flatMap(o -> o.failure().stream()).limit(10)).isEmpty();
    assertThat(paths)
        .as("fields that could not be changed by themselves")
        .filteredOn(path -> outcomes.stream().noneMatch(o -> o.path().equals(path)))
        .allMatch(PodChangesTest::isNeverAlone);
    assertThat(outcomes.stream().map(Outcome::plan).distinct())
        .contains("InPlace", "Replace", "Nothing");
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
      for (var each : trials) {
        each.get().ifPresent(outcomes::add);
      }
      return outcomes;
    } finally {
      pool.shutdownNow();
    }
  }

  /** Finds two valid apps that differ in that field only, and tries the change between them. */
  private static Optional<Outcome> change(
      SpecSchema schema, String path, String namespace, ApiServer.Shared api) {
    var random = new Random(SEED + path.hashCode());
    var at = new SpecPath(path);
    var name = "p" + Integer.toHexString(path.hashCode());
    for (int i = 0; i < ATTEMPTS; i++) {
      var before = app(schema, path, random);
      for (var after :
          List.of(without(before, at), other(before, schema, at, random), altered(before, at))) {
        if (after.isPresent() && !after.get().equals(before)) {
          var from = new RandomApp(before).toApp(name, namespace);
          var to = new RandomApp(after.get()).toApp(name, namespace);
          if (isValid(from) && isValid(to) && isAccepted(from, api) && isAccepted(to, api)) {
            return Optional.of(attempt(path, from, to, api));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Outcome attempt(
      String path, PatternedApp from, PatternedApp to, ApiServer.Shared api) {
    var live = api.admin().resource(podOf(from)).patch(APPLY);
    var wanted = podOf(to);
    try {
      var plan = UpdatePlanner.plan(live, wanted);
      return new Outcome(
          path,
          plan.getClass().getSimpleName(),
          failure(plan, live, wanted, api).map(what -> path + ": " + plan + ": " + what));
    } finally {
      api.admin().resource(live).withGracePeriod(0).delete();
    }
  }

  private static Optional<String> failure(
      UpdatePlan plan, Pod live, Pod wanted, ApiServer.Shared api) {
    if (plan instanceof UpdatePlan.Nothing) {
      return PodPrint.ofLive(live).equals(PodPrint.ofWanted(wanted))
          ? Optional.empty()
          : Optional.of("they differ all the same");
    }
    if (plan instanceof UpdatePlan.Replace replace) {
      return replace.fields().stream().allMatch(PodChangesTest::isUnnoticed)
              || !isPossible(live, wanted, api)
          ? Optional.empty()
          : Optional.of("the API server would have taken it in place");
    }
    return differsInNothing(live, wanted)
        ? Optional.empty()
        : inPlace((UpdatePlan.InPlace) plan, wanted, api);
  }

  /** An empty struct counts as none; where the API server refuses that, the Pod is replaced. */
  private static boolean differsInNothing(Pod live, Pod wanted) {
    return specOf(PodPrint.ofLive(live)).equals(specOf(PodPrint.ofWanted(wanted)))
        && live.getMetadata().getLabels().equals(wanted.getMetadata().getLabels());
  }

  private static Map<String, String> specOf(PodPrint print) {
    return print.fields().tailMap("spec");
  }

  /** Whether the Pod can change like that; what is only no longer written out is no change. */
  private static boolean isPossible(Pod live, Pod wanted, ApiServer.Shared api) {
    try {
      var changed = api.admin().resource(wanted).patch(TRY);
      return !changed.getSpec().equals(live.getSpec());
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  private static Optional<String> inPlace(
      UpdatePlan.InPlace plan, Pod wanted, ApiServer.Shared api) {
    return refusal(
            () -> {
              if (!plan.resources().isEmpty()) {
                api.admin().resource(resized(wanted, plan)).subresource("resize").patch(APPLY);
              }
              var updated = api.admin().resource(wanted).patch(APPLY);
              assertThat(UpdatePlanner.plan(updated, wanted)).isEqualTo(new UpdatePlan.Nothing());
            })
        .map(words -> "refused: " + words);
  }

  private static Pod resized(Pod wanted, UpdatePlan.InPlace plan) {
    var resized = new PodBuilder(wanted).build();
    resized.getSpec().getContainers().removeIf(c -> !plan.resources().contains(c.getName()));
    resized.getSpec().getInitContainers().removeIf(c -> !plan.resources().contains(c.getName()));
    return resized;
  }

  private static Optional<String> refusal(Runnable request) {
    try {
      request.run();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isUnnoticed(String field) {
    return UNNOTICED.stream().anyMatch(pattern -> pattern.matcher(field).matches());
  }

  private static ObjectNode app(SpecSchema schema, String path, Random random) {
    while (true) {
      var spec = RandomApp.of(schema, random, List.of(path)).spec();
      spec.put("replicas", 1);
      spec.remove("service");
      var kind = new RandomApp(spec).toApp("web", "default").getSpec().kind();
      if (kind == WorkloadKind.Pod) {
        return spec;
      }
    }
  }

  private static Optional<ObjectNode> without(ObjectNode spec, SpecPath path) {
    return path.holder(spec).map(holder -> path.without(spec));
  }

  private static Optional<ObjectNode> other(
      ObjectNode spec, SpecSchema schema, SpecPath path, Random random) {
    var value = path.value(app(schema, path.path(), random));
    return value.isEmpty() || path.holder(spec).isEmpty()
        ? Optional.empty()
        : Optional.of(path.with(spec, schema, value.get()));
  }

  /** Where the rules know one value only, a little more of it. */
  private static Optional<ObjectNode> altered(ObjectNode spec, SpecPath path) {
    var copy = spec.deepCopy();
    var holder = path.holder(copy);
    if (holder.isEmpty()) {
      return Optional.empty();
    }
    var name = path.name();
    var value = holder.get().get(name);
    if (value.isTextual()) {
      holder.get().put(name, value.textValue() + "2");
    } else if (value.isInt()) {
      holder.get().put(name, value.intValue() + 1);
    } else if (value instanceof ArrayNode list && list.path(0).isTextual()) {
      holder.get().putArray(name).add(list.get(0).textValue() + "2");
    }
    return Optional.of(copy);
  }

  private static boolean isValid(PatternedApp app) {
    return !Validator.hasErrors(Validator.validate(app));
  }

  private static boolean isAccepted(PatternedApp app, ApiServer.Shared api) {
    return refusal(() -> api.admin().resource(podOf(app)).patch(TRY)).isEmpty();
  }

  private static Pod podOf(PatternedApp app) {
    return Expander.expand(app).children().stream()
        .filter(Pod.class::isInstance)
        .map(Pod.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isNeverAlone(String path) {
    return NEVER_ALONE.stream().anyMatch(path::endsWith);
  }

  private static void report(List<String> paths, List<Outcome> outcomes) {
    Map<String, Long> plans =
        outcomes.stream()
            .collect(Collectors.groupingBy(Outcome::plan, TreeMap::new, Collectors.counting()));
    System.out.printf(
        "changes of one field: seed %d, %d fields, %d changed: %s%n",
        SEED, paths.size(), outcomes.size(), plans);
    paths.stream()
        .filter(path -> outcomes.stream().noneMatch(o -> o.path().equals(path)))
        .forEach(path -> System.out.println("  not changed by itself: " + path));
  }

  private static PatchContext apply(List<String> dryRun) {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(Names.OPERATOR)
        .withDryRun(dryRun)
        .withForce(true)
        .build();
  }
}
