package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * Every property of the CRD, removed, emptied, set to extremes and to what it cannot be, in live
 * apps: the API server refuses it, or the operator says what is wrong and leaves what runs alone,
 * or the children become what the spec then says. Once the change is taken back, all is as before.
 *
 * <p>A run takes a few properties, chosen by {@code -Dpatternedapp.seed}; all of them, which takes
 * an hour, with {@code -Dpatternedapp.properties=2000}; those that match a pattern with {@code
 * -Dpatternedapp.property='spec\.service.*'}.
 */
@ExtendWith(ApiServer.class)
class EveryPropertyTest {

  private static final long SEED = Long.getLong("patternedapp.seed", 1);
  private static final int PROPERTIES = Integer.getInteger("patternedapp.properties", 25);
  private static final Pattern PROPERTY =
      Pattern.compile(System.getProperty("patternedapp.property", ".*"));
  private static final int LANES = Integer.getInteger("patternedapp.lanes", 6);
  private static final int SHOWN = 20;

  /** More than the change of all Pods of an app and its way back take. */
  private static final int REQUESTS = 120;

  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(30);

  /**
   * Empty values in whose place the API server puts a default, or that it writes where they were
   * left out: it keeps the child so, and the operator lets it be.
   */
  private static final Pattern KEPT_WITH_DEFAULT =
      Pattern.compile(
          ".*("
              + "Probe\\.\\w+(Seconds|Threshold) = 0|httpGet\\.path = \"\"|httpHeaders\\.value = .+"
              + "|sysctls\\.value = .+|secretRef\\.name = \"\"|terminationMessagePath = \"\""
              + "|envFrom\\.prefix = \"\"|resourceFieldRef\\.containerName = \"\""
              + "|fieldRef\\.apiVersion = \"\"|schedulerName = \"\"|tolerations\\.operator = \"\""
              + "|iscsiInterface = \"\"|rbd\\.(pool|user|keyring) = \"\"|scaleIO\\.(fsType|storageMode) = \"\""
              + "|statefulSet\\.updateStrategy\\.rollingUpdate\\.maxUnavailable = 2147483647)");

  /** Where a problem of the spec is. */
  private static final Pattern PATH = Pattern.compile("(spec|metadata)\\b.*: .+");

  /** Which child was refused. */
  private static final Pattern CHILD = Pattern.compile("[A-Z]\\w+/[\\w.-]+: .+");

  private final Map<String, AtomicInteger> outcomes = Collections.synchronizedMap(new TreeMap<>());
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger most = new AtomicInteger();
  private final SpecSchema schema = SpecSchema.read();

  @BeforeAll
  static void whatTheAppsReferTo(ApiServer.Shared api) {
    api.ifAvailable(Classes::create);
  }

  @Test
  @Timeout(value = 90, unit = TimeUnit.MINUTES)
  void thatGoesWrongIsRefusedOrSaidAndLeavesNoTrace(ApiServer.Shared api) throws Exception {
    var began = System.nanoTime();
    var properties = properties();
    var plan = plan(properties);
    System.out.printf(
        "properties: seed %d, %d of %d, in %d apps%n",
        SEED, properties.size(), schema.all().size(), plan.size());
    try (var logs = new LogWatch();
        var lab = new Lab(api);
        var kubelet = new Kubelet(api.admin(), lab.namespace());
        var mirror = new Mirror(api.admin(), lab.namespace())) {
      var work = new ConcurrentLinkedQueue<>(plan.entrySet());
      var numbers = new AtomicInteger();
      var lanes = Executors.newFixedThreadPool(LANES);
      try {
        var running =
            IntStream.range(0, LANES)
                .mapToObj(
                    lane ->
                        lanes.submit(
                            () -> {
                              for (var next = work.poll(); next != null; next = work.poll()) {
                                var number = numbers.getAndIncrement();
                                var app =
                                    new LiveApp(
                                        api.admin(),
                                        mirror,
                                        lab.namespace(),
                                        "fuzz-%03d-x".formatted(number));
                                tryAll(
                                    lab, app, app.prepared(next.getKey(), number), next.getValue());
                              }
                              return null;
                            }))
                .toList();
        for (var lane : running) {
          lane.get();
        }
      } finally {
        lanes.shutdownNow();
      }
      report(began);
      assertThat(failures.stream().limit(SHOWN)).as("seed %d", SEED).isEmpty();
      assertThat(logs.found().stream().limit(SHOWN)).as("what was logged").isEmpty();
      isStill(lab);
    }
  }

  private List<String> properties() {
    var all = new ArrayList<>(schema.all());
    all.removeIf(path -> !PROPERTY.matcher(path).matches());
    Collections.shuffle(all, new Random(SEED));
    return all.subList(0, Math.min(PROPERTIES, all.size()));
  }

  /** Which properties to try on which apps: each on one that uses it, or what it is in. */
  private Map<RandomApp, List<String>> plan(List<String> properties) {
    var plan = new LinkedHashMap<RandomApp, List<String>>();
    var left = new ArrayList<>(properties);
    var random = new Random(SEED);
    while (!left.isEmpty()) {
      var asked = left.stream().limit(4).map(this::usable).flatMap(Optional::stream).toList();
      var app = RandomApp.of(schema, random, asked);
      var used = SpecSchema.used(app.spec());
      var here =
          left.stream()
              .filter(path -> usable(path).map(used::contains).orElse(true))
              .limit(40)
              .toList();
      if (here.isEmpty()) {
        Collections.rotate(left, 1);
        continue;
      }
      left.removeAll(here);
      plan.put(app, here);
    }
    return plan;
  }

  /** The field itself, or the nearest around it that can be used. */
  private Optional<String> usable(String path) {
    var at = Optional.of(new SpecPath(path));
    while (at.isPresent() && schema.reasonNotToUse(at.get().path()).isPresent()) {
      at = at.get().parent();
    }
    return at.map(SpecPath::path);
  }

  private void tryAll(Lab lab, LiveApp app, ObjectNode spec, List<String> paths) {
    try {
      app.create(spec);
      app.untilSeen();
      untilAsWanted(app);
      untilReady(app, spec);
      for (var path : paths) {
        for (var mutation : Mutation.of(path, spec, schema)) {
          attempt(lab, app, spec, mutation);
        }
      }
    } catch (RuntimeException | AssertionError e) {
      failures.add("%s: %s%n%s".formatted(app.name(), e, new RandomApp(spec)));
    } finally {
      app.delete();
    }
  }

  private void attempt(Lab lab, LiveApp app, ObjectNode spec, Mutation mutation) {
    int mark = lab.mark();
    var before = app.owned();
    var objects = app.uids();
    var verdicts = app.verdicts();
    var generation = app.generation();
    var failure = Optional.<String>empty();
    String outcome;
    if (app.put(mutation.in(spec, schema)).isPresent()) {
      outcome = "refused by the API server";
    } else if (app.generation() == generation) {
      outcome = "stored as it was";
    } else {
      app.untilSeen();
      outcome = outcome(app);
      failure =
          outcome.equals("applied") && KEPT_WITH_DEFAULT.matcher(mutation.toString()).matches()
              ? Optional.empty()
              : failure(app, outcome, before, objects);
      app.put(spec);
      app.untilSeen();
      var rest = notRestored(app, outcome, before, objects, verdicts);
      failure = failure.or(() -> rest);
    }
    outcomes.computeIfAbsent(outcome, key -> new AtomicInteger()).incrementAndGet();
    int requests = requests(lab, app, mark);
    most.accumulateAndGet(requests, Math::max);
    if (requests > REQUESTS) {
      failure = failure.or(() -> Optional.of(requests + " requests"));
    }
    failure.ifPresent(
        what ->
            failures.add(
                "%s, %s: %s: %s%n%s"
                    .formatted(app.name(), mutation, outcome, what, new RandomApp(spec))));
  }

  private static String outcome(LiveApp app) {
    if (!app.is("Accepted")) {
      return "said not to be valid";
    }
    return app.is("Applied") ? "applied" : "said not to be applied";
  }

  private static Optional<String> failure(
      LiveApp app, String outcome, Map<String, String> before, Map<String, String> objects) {
    switch (outcome) {
      case "said not to be valid":
        return tells(app, "Accepted", PATH)
            .or(() -> differs("children changed", objects, app.uids()))
            .or(() -> differs("children changed", before, app.owned()));
      case "said not to be applied":
        return tells(app, "Applied", CHILD)
            .or(() -> differs("what runs changed", running(objects), running(app.uids())))
            .or(() -> differs("what runs changed", running(before), running(app.owned())));
      default:
        return asWanted(app);
    }
  }

  /** Whether each line of a condition's message says where something is wrong. */
  private static Optional<String> tells(LiveApp app, String condition, Pattern line) {
    var message = app.conditions().get(condition).path("message").asText();
    return message.isEmpty() || !line.matcher(message.lines().findFirst().orElse("")).matches()
        ? Optional.of(condition + " does not say what is wrong: " + message)
        : Optional.empty();
  }

  private static Map<String, String> running(Map<String, String> children) {
    var running = new TreeMap<>(children);
    running
        .keySet()
        .removeIf(id -> !id.matches("(Pod|Deployment|StatefulSet|DaemonSet|Job|CronJob)/.*"));
    return running;
  }

  /** Of Jobs nothing runs here. */
  private static void untilReady(LiveApp app, ObjectNode spec) {
    if (!spec.path("workload").path("kind").asText().endsWith("Job")) {
      await("ready: " + app.name()).atMost(TIMEOUT).until(() -> app.is("Ready"));
    }
  }

  private static Optional<String> asWanted(LiveApp app) {
    try {
      untilAsWanted(app);
      return Optional.empty();
    } catch (ConditionTimeoutException e) {
      return differs(
              "not as wanted: %s %s".formatted(app.verdicts(), app.differences()),
              app.wanted(),
              app.owned())
          .or(() -> Optional.of("not applied any more: " + app.conditions()));
    }
  }

  private static void untilAsWanted(LiveApp app) {
    var wanted = app.wanted();
    await()
        .atMost(TIMEOUT)
        .pollInterval(POLL)
        .pollDelay(Duration.ZERO)
        .until(() -> app.is("Applied") && app.owned().equals(wanted));
  }

  private static Optional<String> notRestored(
      LiveApp app,
      String outcome,
      Map<String, String> before,
      Map<String, String> objects,
      Map<String, String> verdicts) {
    try {
      await()
          .atMost(TIMEOUT)
          .pollInterval(POLL)
          .pollDelay(Duration.ZERO)
          .until(() -> app.owned().equals(before) && isAgain(verdicts, app.verdicts()));
    } catch (ConditionTimeoutException e) {
      return differs("not restored: " + app.conditions(), before, app.owned())
          .or(() -> differs("not restored", verdicts, app.verdicts()));
    }
    return outcome.equals("said not to be valid")
        ? differs("children were replaced", objects, app.uids())
        : Optional.empty();
  }

  /** What a Job that has no Pods is said to wait for changes by itself. */
  private static boolean isAgain(Map<String, String> before, Map<String, String> now) {
    return before.entrySet().stream()
        .filter(e -> !e.getKey().equals("Ready") || e.getValue().startsWith("True"))
        .allMatch(e -> e.getValue().equals(now.get(e.getKey())));
  }

  private static Optional<String> differs(
      String what, Map<String, String> wanted, Map<String, String> found) {
    var differences = new ArrayList<String>();
    wanted.forEach(
        (id, value) -> {
          if (!value.equals(found.get(id))) {
            differences.add("%s is %s, not %s".formatted(id, found.get(id), value));
          }
        });
    found.keySet().stream()
        .filter(id -> !wanted.containsKey(id))
        .forEach(id -> differences.add(id + " is left over"));
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(what + ": " + String.join("; ", differences));
  }

  private static int requests(Lab lab, LiveApp app, int mark) {
    return (int)
        lab.requestsSince(mark).stream()
            .filter(request -> request.name().startsWith(app.name()))
            .count();
  }

  private static void isStill(Lab lab) {
    int mark = lab.mark();
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(10))
        .until(() -> lab.requestsSince(mark).stream().allMatch(AuditLog.Request::isWatching));
  }

  private void report(long began) {
    System.out.printf(
        "properties: %d changes in %d s: %s; at most %d requests for one and its way back%n",
        outcomes.values().stream().mapToInt(AtomicInteger::get).sum(),
        Duration.ofNanos(System.nanoTime() - began).toSeconds(),
        outcomes,
        most.get());
    failures.forEach(failure -> System.out.println("  " + failure.lines().findFirst().orElse("")));
  }
}
