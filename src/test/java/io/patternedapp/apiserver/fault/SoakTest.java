package io.patternedapp.apiserver.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.FakeKubelet;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.apiserver.support.OperatorJvm;
import io.patternedapp.apiserver.support.proxy.FaultInjectionProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import javax.management.JMException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that the resource usage of the operator (threads, heap, watches, open files, objects) does
 * not grow while apps are created, changed, broken and deleted for {@code -Dsoak.minutes} (default
 * 10) and watches are disconnected.
 */
@ExtendWith(ApiServerExtension.class)
@Tag("soak")
class SoakTest {

  private static final Duration DURATION =
      Duration.ofMinutes(Integer.getInteger("soak.minutes", 10));
  private static final Duration SAMPLE_INTERVAL =
      DURATION.dividedBy(40).compareTo(Duration.ofSeconds(5)) < 0
          ? Duration.ofSeconds(5)
          : DURATION.dividedBy(40);

  /** The lifetime of an app in rounds. */
  private static final int APP_LIFETIME_ROUNDS = 12;

  /**
   * From this round on the number of apps is constant and the operator has performed each kind of
   * change.
   */
  private static final int WARMUP_ROUNDS = 2 * APP_LIFETIME_ROUNDS;

  private static final int ROUNDS_PER_DISCONNECT = 25;
  private static final long MIB = 1 << 20;

  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      current-context: proxy
      clusters: [{name: proxy, cluster: {server: "%s"}}]
      users: [{name: admin, user: {token: "%s"}}]
      contexts: [{name: proxy, context: {cluster: proxy, user: admin}}]
      """;

  private static final String APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: %s}
      spec:
        replicas: %d
        workload: {kind: %s}
        main:
          image: "%s"
          env: [{name: ROUND, value: "%s"}]
          files: [{mountPath: /etc/app, data: {settings: "%s"}}]
          ports: [{name: http, containerPort: 80}]
          %s
        sidecars: [{name: logs, image: "busybox:1.36"}]
        service: {ports: [{port: 80, targetPort: http}]}
      """;

  private static final String RESOURCES = "resources: {requests: {cpu: 10m}}";

  /** The resource usage of the operator at one time. */
  private record Sample(
      Duration elapsed,
      int threads,
      long heap,
      long openFiles,
      int watches,
      Map<String, Long> objects) {

    @Override
    public String toString() {
      return "%4d s: %d threads, %.1f MiB after GC, %d open files, %d watches, %d objects"
          .formatted(
              elapsed.toSeconds(),
              threads,
              heap / (double) MIB,
              openFiles,
              watches,
              objects.values().stream().mapToLong(Long::longValue).sum());
    }
  }

  private final List<Sample> samples = new ArrayList<>();
  private final Deque<String> liveApps = new ArrayDeque<>();
  private final Instant startTime = Instant.now();
  private int round;

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void operatorResourceUsageStaysFlatUnderChurn(ApiServerExtension.TestControlPlane api)
      throws Exception {
    var kubeconfig = Files.createTempFile("soak", ".kubeconfig");
    try (var fixture = OperatorFixture.withoutOperator(api);
        var kubelet = new FakeKubelet(api.admin(), fixture.namespace());
        var proxy = new FaultInjectionProxy(api.operatorClient().getConfiguration())) {
      var config = proxy.clientConfig();
      Files.writeString(
          kubeconfig, KUBECONFIG.formatted(config.getMasterUrl(), config.getOauthToken()));
      try (var operator = startOperator(kubeconfig, fixture.namespace());
          var resourceUsage = JvmResourceUsage.attach(operator.pid())) {
        runRounds(fixture, proxy, resourceUsage);
        printReport();
        assertThat(operator.log().lines().filter(line -> line.contains(" ERROR "))).isEmpty();
      }
    } finally {
      Files.delete(kubeconfig);
    }
    assertFlat("threads", Sample::threads, 4, 0.05);
    assertFlat("heap", Sample::heap, 2 * MIB, 0.10);
    assertFlat("open files", Sample::openFiles, 6, 0.05);
    assertFlat("watches", Sample::watches, 0, 0);
    countedTypes().forEach(type -> assertFlat(type, objectCount(type), 40, 0.25));
  }

  private static OperatorJvm startOperator(Path kubeconfig, String namespace) throws IOException {
    var operator = OperatorJvm.start(kubeconfig, "soak", List.of("-n", namespace));
    await("operator ready")
        .atMost(Duration.ofSeconds(60))
        .until(() -> operator.httpStatus("/readyz") == 200);
    return operator;
  }

  private void runRounds(
      OperatorFixture fixture, FaultInjectionProxy proxy, JvmResourceUsage resourceUsage)
      throws IOException, JMException {
    var next = startTime.plus(SAMPLE_INTERVAL);
    while (Instant.now().isBefore(startTime.plus(DURATION))) {
      runRound(fixture);
      if (++round % ROUNDS_PER_DISCONNECT == 0) {
        proxy.disconnectWatches(call -> true);
      }
      if (round > WARMUP_ROUNDS && Instant.now().isAfter(next)) {
        next = Instant.now().plus(SAMPLE_INTERVAL);
        samples.add(sample(fixture, proxy, resourceUsage));
      }
    }
  }

  /** Creates an app, changes the others depending on their age and deletes the oldest. */
  private void runRound(OperatorFixture fixture) {
    var name = "soak-" + round;
    fixture.apply(appYaml(name, 1, workloadKind(name), "nginx:1.27", "a", RESOURCES));
    liveApps.add(name);
    int age = liveApps.size();
    for (var other : liveApps) {
      changeByAge(fixture, other, age--);
    }
    if (liveApps.size() > APP_LIFETIME_ROUNDS) {
      remove(fixture, liveApps.remove());
    }
    fixture.awaitObservedGeneration(name);
  }

  private void changeByAge(OperatorFixture fixture, String name, int age) {
    var kind = workloadKind(name);
    switch (age) {
      case 3 -> fixture.apply(appYaml(name, 2, kind, "nginx:1.28", "a", RESOURCES));
      case 5 -> fixture.apply(appYaml(name, 2, kind, "not an image", "a", RESOURCES));
      case 6 -> fixture.apply(appYaml(name, 2, kind, "nginx:1.28", "b", RESOURCES));
      case 8 -> fixture.children(name).stream().limit(1).forEach(child -> delete(fixture, child));
      // The API server rejects the removal of resources from a Pod; another client then deletes the
      // Pod.
      case 9 -> {
        fixture.apply(appYaml(name, 2, kind, "nginx:1.28", "b", ""));
        fixture.children(name).stream()
            .filter(Pod.class::isInstance)
            .forEach(pod -> delete(fixture, pod));
      }
      case 11 -> fixture.apply(appYaml(name, 1, kind, "nginx:1.27", "c", RESOURCES));
      default -> {}
    }
  }

  private static String workloadKind(String name) {
    return name.hashCode() % 4 == 0 ? "Deployment" : "Pod";
  }

  private static String appYaml(
      String name, int replicas, String kind, String image, String content, String resources) {
    return APP.formatted(name, replicas, kind, image, content, content, resources);
  }

  /** Deletes an app and, in place of the garbage collector, its children. */
  private static void remove(OperatorFixture fixture, String name) {
    fixture
        .admin()
        .resources(PatternedApp.class)
        .inNamespace(fixture.namespace())
        .withName(name)
        .delete();
    fixture.children(name).forEach(child -> delete(fixture, child));
  }

  private static void delete(OperatorFixture fixture, HasMetadata child) {
    fixture.admin().resource(child).withGracePeriod(0).delete();
  }

  /**
   * Takes a sample once all watches are open again, so that a disconnect does not affect the
   * figures.
   */
  private Sample sample(
      OperatorFixture fixture, FaultInjectionProxy proxy, JvmResourceUsage resourceUsage)
      throws IOException, JMException {
    fixture.awaitNoMoreWrites();
    int expected = samples.isEmpty() ? 1 : samples.get(0).watches();
    await().atMost(Duration.ofSeconds(30)).until(() -> proxy.openWatchCount() >= expected);
    var sample =
        new Sample(
            Duration.between(startTime, Instant.now()),
            resourceUsage.threadCount(),
            resourceUsage.usedHeapAfterGc(),
            resourceUsage.openFileDescriptors(),
            proxy.openWatchCount(),
            resourceUsage.objectCounts());
    System.out.println(sample);
    return sample;
  }

  private void printReport() {
    System.out.printf("soak of %d minutes: %d apps created%n", DURATION.toMinutes(), round);
    countedTypes().stream()
        .sorted(
            (a, b) ->
                Long.compare(
                    median(lastThird(), objectCount(b)) - median(firstThird(), objectCount(b)),
                    median(lastThird(), objectCount(a)) - median(firstThird(), objectCount(a))))
        .limit(10)
        .forEach(
            type ->
                System.out.printf(
                    "  %s: %d, then %d%n",
                    type,
                    median(firstThird(), objectCount(type)),
                    median(lastThird(), objectCount(type))));
  }

  private void assertFlat(String what, ToLongFunction<Sample> figure, long slack, double share) {
    long before = median(firstThird(), figure);
    long after = median(lastThird(), figure);
    if (before < after) {
      System.out.printf("  %s: %d, then %d%n", what, before, after);
    }
    assertThat(after)
        .as("%s at the end, %d at the beginning", what, before)
        .isLessThanOrEqualTo(before + slack + (long) (before * share));
  }

  private List<Sample> firstThird() {
    return samples.subList(0, thirdSize());
  }

  private List<Sample> lastThird() {
    return samples.subList(samples.size() - thirdSize(), samples.size());
  }

  private int thirdSize() {
    assertThat(samples).as("samples").hasSizeGreaterThan(5);
    return samples.size() / 3;
  }

  private List<String> countedTypes() {
    var all = new TreeMap<String, Long>();
    samples.forEach(sample -> all.putAll(sample.objects()));
    return List.copyOf(all.keySet());
  }

  private static ToLongFunction<Sample> objectCount(String type) {
    return sample -> sample.objects().getOrDefault(type, 0L);
  }

  private static long median(List<Sample> values, ToLongFunction<Sample> figure) {
    var sorted = values.stream().mapToLong(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
