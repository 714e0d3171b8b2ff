package io.patternedapp.apiserver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.AuditLog;
import io.patternedapp.apiserver.support.ClusterPrerequisites;
import io.patternedapp.apiserver.support.FakeKubelet;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.generate.Mutation;
import io.patternedapp.generate.RandomApp;
import io.patternedapp.generate.SpecPath;
import io.patternedapp.generate.SpecSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Mutates properties of the CRD in live apps: removes them, empties them, sets them to extreme and
 * to invalid values. The API server rejects the mutation, or the operator reports the problem and
 * keeps the workloads, or the children match the mutated spec. After the mutation is reverted, the
 * initial state is restored.
 *
 * <p>A run tests a few properties, selected by {@code -Dpatternedapp.seed}. {@code
 * -Dpatternedapp.properties=2000} tests all, which takes an hour; {@code
 * -Dpatternedapp.property='spec\.service.*'} tests the properties that match a pattern.
 */
@ExtendWith(ApiServerExtension.class)
class SpecPropertyMutationTest {

  private static final long SEED = Long.getLong("patternedapp.seed", 1);
  private static final int PROPERTY_LIMIT = Integer.getInteger("patternedapp.properties", 25);
  private static final Pattern PROPERTY_FILTER =
      Pattern.compile(System.getProperty("patternedapp.property", ".*"));
  private static final int PARALLELISM = Integer.getInteger("patternedapp.parallelism", 6);
  private static final int MAX_REPORTED = 20;

  /**
   * The limit of requests for a mutation and its reversal: more than the replacement of all Pods in
   * both directions needs.
   */
  private static final int MAX_REQUESTS_PER_MUTATION = 120;

  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(30);

  /**
   * Values that the API server replaces with a default, or writes where they are omitted. The
   * stored child then differs from the desired child, and the operator accepts it.
   */
  private static final Pattern DEFAULTED_BY_API_SERVER =
      Pattern.compile(
          ".*("
              + "Probe\\.\\w+(Seconds|Threshold) = 0|httpGet\\.path = \"\"|httpHeaders\\.value = .+"
              + "|sysctls\\.value = .+|secretRef\\.name = \"\"|terminationMessagePath = \"\""
              + "|envFrom\\.prefix = \"\"|resourceFieldRef\\.containerName = \"\""
              + "|fieldRef\\.apiVersion = \"\"|schedulerName = \"\"|tolerations\\.operator = \"\""
              + "|iscsiInterface = \"\"|rbd\\.(pool|user|keyring) = \"\"|scaleIO\\.(fsType|storageMode) = \"\""
              + "|statefulSet\\.updateStrategy\\.rollingUpdate\\.maxUnavailable = 2147483647)");

  /** A line of the Accepted message that starts with the path of the invalid field. */
  private static final Pattern PROBLEM_LINE = Pattern.compile("(spec|metadata)\\b.*: .+");

  /** A line of the Applied message that starts with the rejected child. */
  private static final Pattern CHILD_ERROR_LINE = Pattern.compile("[A-Z]\\w+/[\\w.-]+: .+");

  private final Map<String, AtomicInteger> outcomes = Collections.synchronizedMap(new TreeMap<>());
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger maxRequests = new AtomicInteger();
  private final SpecSchema schema = SpecSchema.read();

  @BeforeAll
  static void createPrerequisites(ApiServerExtension.TestControlPlane api) {
    api.ifAvailable(ClusterPrerequisites::install);
  }

  @Test
  @Timeout(value = 90, unit = TimeUnit.MINUTES)
  void mutatedPropertyIsRejectedReportedOrAppliedAndLeavesNoTraceOnceReverted(
      ApiServerExtension.TestControlPlane api) throws Exception {
    var startNanos = System.nanoTime();
    var properties = properties();
    var plan = planMutations(properties);
    System.out.printf(
        "properties: seed %d, %d of %d, in %d apps%n",
        SEED, properties.size(), schema.allPaths().size(), plan.size());
    try (var logs = new UnexpectedLogRecorder();
        var fixture = new OperatorFixture(api);
        var kubelet = new FakeKubelet(api.admin(), fixture.namespace());
        var mirror = new WatchMirror(api.admin(), fixture.namespace())) {
      var work = new ConcurrentLinkedQueue<>(plan.entrySet());
      var numbers = new AtomicInteger();
      var executor = Executors.newFixedThreadPool(PARALLELISM);
      try {
        var workers =
            IntStream.range(0, PARALLELISM)
                .mapToObj(
                    worker ->
                        executor.submit(
                            () -> {
                              for (var next = work.poll(); next != null; next = work.poll()) {
                                var number = numbers.getAndIncrement();
                                var app =
                                    new LiveApp(
                                        api.admin(),
                                        mirror,
                                        fixture.namespace(),
                                        "fuzz-%03d-x".formatted(number));
                                tryMutations(
                                    fixture,
                                    app,
                                    app.isolatedSpec(next.getKey(), number),
                                    next.getValue());
                              }
                              return null;
                            }))
                .toList();
        for (var worker : workers) {
          worker.get();
        }
      } finally {
        executor.shutdownNow();
      }
      printReport(startNanos);
      assertThat(failures.stream().limit(MAX_REPORTED)).as("seed %d", SEED).isEmpty();
      assertThat(logs.entries().stream().limit(MAX_REPORTED)).as("unexpected log events").isEmpty();
      assertOnlyWatchRequests(fixture);
    }
  }

  private List<String> properties() {
    var all = new ArrayList<>(schema.allPaths());
    all.removeIf(path -> !PROPERTY_FILTER.matcher(path).matches());
    Collections.shuffle(all, new Random(SEED));
    return all.subList(0, Math.min(PROPERTY_LIMIT, all.size()));
  }

  /**
   * Generates the apps and assigns each property to an app that uses the property or its nearest
   * usable parent.
   */
  private Map<RandomApp, List<String>> planMutations(List<String> properties) {
    var plan = new LinkedHashMap<RandomApp, List<String>>();
    var remaining = new ArrayList<>(properties);
    var random = new Random(SEED);
    while (!remaining.isEmpty()) {
      var requested =
          remaining.stream()
              .limit(4)
              .map(this::nearestUsablePath)
              .flatMap(Optional::stream)
              .toList();
      var app = RandomApp.generate(schema, random, requested);
      var used = SpecSchema.usedPaths(app.spec());
      var applicable =
          remaining.stream()
              .filter(path -> nearestUsablePath(path).map(used::contains).orElse(true))
              .limit(40)
              .toList();
      if (applicable.isEmpty()) {
        Collections.rotate(remaining, 1);
        continue;
      }
      remaining.removeAll(applicable);
      plan.put(app, applicable);
    }
    return plan;
  }

  /** Returns the path, or its nearest parent that random apps can use. */
  private Optional<String> nearestUsablePath(String path) {
    var at = Optional.of(new SpecPath(path));
    while (at.isPresent() && schema.exclusionReason(at.get().path()).isPresent()) {
      at = at.get().parent();
    }
    return at.map(SpecPath::path);
  }

  private void tryMutations(
      OperatorFixture fixture, LiveApp app, ObjectNode spec, List<String> paths) {
    try {
      app.create(spec);
      app.awaitObservedGeneration();
      awaitInSync(app);
      awaitReady(app, spec);
      for (var path : paths) {
        for (var mutation : Mutation.generateAll(path, spec, schema)) {
          tryMutation(fixture, app, spec, mutation);
        }
      }
    } catch (RuntimeException | AssertionError e) {
      failures.add("%s: %s%n%s".formatted(app.name(), e, new RandomApp(spec)));
    } finally {
      app.delete();
    }
  }

  private void tryMutation(
      OperatorFixture fixture, LiveApp app, ObjectNode spec, Mutation mutation) {
    int mark = fixture.mark();
    var before = app.ownedFields();
    var objects = app.uids();
    var conditions = app.conditionSummaries();
    var generation = app.generation();
    var failure = Optional.<String>empty();
    String outcome;
    if (app.replaceSpec(mutation.applyTo(spec, schema)).isPresent()) {
      outcome = "rejected by the API server";
    } else if (app.generation() == generation) {
      outcome = "stored without a change";
    } else {
      app.awaitObservedGeneration();
      outcome = outcome(app);
      failure =
          outcome.equals("applied")
                  && DEFAULTED_BY_API_SERVER.matcher(mutation.toString()).matches()
              ? Optional.empty()
              : findFailure(app, outcome, before, objects);
      app.replaceSpec(spec);
      app.awaitObservedGeneration();
      var notRestored = checkRestored(app, outcome, before, objects, conditions);
      failure = failure.or(() -> notRestored);
    }
    outcomes.computeIfAbsent(outcome, key -> new AtomicInteger()).incrementAndGet();
    int requests = countRequests(fixture, app, mark);
    maxRequests.accumulateAndGet(requests, Math::max);
    if (requests > MAX_REQUESTS_PER_MUTATION) {
      failure = failure.or(() -> Optional.of(requests + " requests"));
    }
    failure.ifPresent(
        what ->
            failures.add(
                "%s, %s: %s: %s%n%s"
                    .formatted(app.name(), mutation, outcome, what, new RandomApp(spec))));
  }

  private static String outcome(LiveApp app) {
    if (!app.isConditionTrue("Accepted")) {
      return "reported as invalid";
    }
    return app.isConditionTrue("Applied") ? "applied" : "reported as not applied";
  }

  private static Optional<String> findFailure(
      LiveApp app, String outcome, Map<String, String> before, Map<String, String> objects) {
    switch (outcome) {
      case "reported as invalid":
        return checkMessage(app, "Accepted", PROBLEM_LINE)
            .or(() -> describeDifferences("children changed", objects, app.uids()))
            .or(() -> describeDifferences("children changed", before, app.ownedFields()));
      case "reported as not applied":
        return checkMessage(app, "Applied", CHILD_ERROR_LINE)
            .or(
                () ->
                    describeDifferences(
                        "workloads changed", workloadsOf(objects), workloadsOf(app.uids())))
            .or(
                () ->
                    describeDifferences(
                        "workloads changed", workloadsOf(before), workloadsOf(app.ownedFields())));
      default:
        return checkInSync(app);
    }
  }

  /** Returns a failure if the first line of the condition's message does not match the pattern. */
  private static Optional<String> checkMessage(LiveApp app, String condition, Pattern line) {
    var message = app.conditions().get(condition).path("message").asText();
    return message.isEmpty() || !line.matcher(message.lines().findFirst().orElse("")).matches()
        ? Optional.of(condition + " does not report the problem: " + message)
        : Optional.empty();
  }

  private static Map<String, String> workloadsOf(Map<String, String> children) {
    var workloads = new TreeMap<>(children);
    workloads
        .keySet()
        .removeIf(id -> !id.matches("(Pod|Deployment|StatefulSet|DaemonSet|Job|CronJob)/.*"));
    return workloads;
  }

  /**
   * Waits until the app is ready, except for Jobs and CronJobs: no controller runs Jobs in these
   * tests.
   */
  private static void awaitReady(LiveApp app, ObjectNode spec) {
    if (!spec.path("workload").path("kind").asText().endsWith("Job")) {
      await("ready: " + app.name()).atMost(TIMEOUT).until(() -> app.isConditionTrue("Ready"));
    }
  }

  private static Optional<String> checkInSync(LiveApp app) {
    try {
      awaitInSync(app);
      return Optional.empty();
    } catch (ConditionTimeoutException e) {
      return describeDifferences(
              "not in sync: %s %s".formatted(app.conditionSummaries(), app.describeDifferences()),
              app.desiredFields(),
              app.ownedFields())
          .or(() -> Optional.of("no longer applied: " + app.conditions()));
    }
  }

  private static void awaitInSync(LiveApp app) {
    var desired = app.desiredFields();
    await()
        .atMost(TIMEOUT)
        .pollInterval(POLL_INTERVAL)
        .pollDelay(Duration.ZERO)
        .until(() -> app.isConditionTrue("Applied") && app.ownedFields().equals(desired));
  }

  private static Optional<String> checkRestored(
      LiveApp app,
      String outcome,
      Map<String, String> before,
      Map<String, String> objects,
      Map<String, String> conditions) {
    try {
      await()
          .atMost(TIMEOUT)
          .pollInterval(POLL_INTERVAL)
          .pollDelay(Duration.ZERO)
          .until(
              () ->
                  app.ownedFields().equals(before)
                      && isSameState(conditions, app.conditionSummaries()));
    } catch (ConditionTimeoutException e) {
      return describeDifferences("not restored: " + app.conditions(), before, app.ownedFields())
          .or(() -> describeDifferences("not restored", conditions, app.conditionSummaries()));
    }
    return outcome.equals("reported as invalid")
        ? describeDifferences("children were replaced", objects, app.uids())
        : Optional.empty();
  }

  /**
   * Returns true if the conditions are the same, except for a Ready condition that was not True:
   * its reason can change without a change of the app.
   */
  private static boolean isSameState(Map<String, String> before, Map<String, String> now) {
    return before.entrySet().stream()
        .filter(e -> !e.getKey().equals("Ready") || e.getValue().startsWith("True"))
        .allMatch(e -> e.getValue().equals(now.get(e.getKey())));
  }

  private static Optional<String> describeDifferences(
      String what, Map<String, String> desired, Map<String, String> found) {
    var differences = new ArrayList<String>();
    desired.forEach(
        (id, value) -> {
          if (!value.equals(found.get(id))) {
            differences.add("%s is %s, expected %s".formatted(id, found.get(id), value));
          }
        });
    found.keySet().stream()
        .filter(id -> !desired.containsKey(id))
        .forEach(id -> differences.add(id + " is not desired"));
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(what + ": " + String.join("; ", differences));
  }

  private static int countRequests(OperatorFixture fixture, LiveApp app, int mark) {
    return (int)
        fixture.requestsSince(mark).stream()
            .filter(request -> request.name().startsWith(app.name()))
            .count();
  }

  private static void assertOnlyWatchRequests(OperatorFixture fixture) {
    int mark = fixture.mark();
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> fixture.requestsSince(mark).stream().allMatch(AuditLog.Request::isListOrWatch));
  }

  private void printReport(long startNanos) {
    System.out.printf(
        "properties: %d mutations in %d s: %s; at most %d requests for a mutation and its reversal%n",
        outcomes.values().stream().mapToInt(AtomicInteger::get).sum(),
        Duration.ofNanos(System.nanoTime() - startNanos).toSeconds(),
        outcomes,
        maxRequests.get());
    failures.forEach(failure -> System.out.println("  " + failure.lines().findFirst().orElse("")));
  }
}
