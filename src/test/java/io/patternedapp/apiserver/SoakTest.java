package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.api.PatternedApp;
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
 * Apps come, change, fail and go for {@code -Dsoak.minutes} (10), now and then without watches:
 * what the operator holds (threads, heap, watches, open files, objects) stays what it was.
 */
@ExtendWith(ApiServer.class)
@Tag("soak")
class SoakTest {

  private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("soak.minutes", 10));
  private static final Duration EVERY =
      LENGTH.dividedBy(40).compareTo(Duration.ofSeconds(5)) < 0
          ? Duration.ofSeconds(5)
          : LENGTH.dividedBy(40);

  /** How long apps live, in rounds. */
  private static final int ALIVE = 12;

  /** From this round on as many apps go as come, and the operator has done everything once. */
  private static final int WARM = 2 * ALIVE;

  private static final int ROUNDS_TO_A_CUT = 25;
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

  /** What the operator held at a time. */
  private record Sample(
      Duration at, int threads, long heap, long files, int watches, Map<String, Long> objects) {

    @Override
    public String toString() {
      return "%4d s: %d threads, %.1f MiB after GC, %d open files, %d watches, %d objects"
          .formatted(
              at.toSeconds(),
              threads,
              heap / (double) MIB,
              files,
              watches,
              objects.values().stream().mapToLong(Long::longValue).sum());
    }
  }

  private final List<Sample> samples = new ArrayList<>();
  private final Deque<String> alive = new ArrayDeque<>();
  private final Instant began = Instant.now();
  private int round;

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void leavesTheOperatorAsItWas(ApiServer.Shared api) throws Exception {
    var kubeconfig = Files.createTempFile("soak", ".kubeconfig");
    try (var lab = Lab.withoutOperator(api);
        var kubelet = new Kubelet(api.admin(), lab.namespace());
        var proxy = new FaultProxy(api.operatorClient().getConfiguration())) {
      var config = proxy.config();
      Files.writeString(
          kubeconfig, KUBECONFIG.formatted(config.getMasterUrl(), config.getOauthToken()));
      try (var operator = start(kubeconfig, lab.namespace());
          var figures = JvmFigures.of(operator.pid())) {
        live(lab, proxy, figures);
        report();
        assertThat(operator.log().lines().filter(line -> line.contains(" ERROR "))).isEmpty();
      }
    } finally {
      Files.delete(kubeconfig);
    }
    isFlat("threads", Sample::threads, 4, 0.05);
    isFlat("heap", Sample::heap, 2 * MIB, 0.10);
    isFlat("open files", Sample::files, 6, 0.05);
    isFlat("watches", Sample::watches, 0, 0);
    objects().forEach(type -> isFlat(type, of(type), 40, 0.25));
  }

  private static OperatorJvm start(Path kubeconfig, String namespace) throws IOException {
    var operator = OperatorJvm.start(kubeconfig, "soak", List.of("-n", namespace));
    await("ready").atMost(Duration.ofSeconds(60)).until(() -> operator.status("/readyz") == 200);
    return operator;
  }

  private void live(Lab lab, FaultProxy proxy, JvmFigures figures) throws IOException, JMException {
    var next = began.plus(EVERY);
    while (Instant.now().isBefore(began.plus(LENGTH))) {
      live(lab);
      if (++round % ROUNDS_TO_A_CUT == 0) {
        proxy.cut(call -> true);
      }
      if (round > WARM && Instant.now().isAfter(next)) {
        next = Instant.now().plus(EVERY);
        samples.add(sample(lab, proxy, figures));
      }
    }
  }

  /** One app comes, the others change in turn, the oldest goes. */
  private void live(Lab lab) {
    var name = "soak-" + round;
    lab.apply(app(name, 1, kind(name), "nginx:1.27", "a", RESOURCES));
    alive.add(name);
    int age = alive.size();
    for (var other : alive) {
      change(lab, other, age--);
    }
    if (alive.size() > ALIVE) {
      remove(lab, alive.remove());
    }
    lab.untilSeen(name);
  }

  private void change(Lab lab, String name, int age) {
    var kind = kind(name);
    switch (age) {
      case 3 -> lab.apply(app(name, 2, kind, "nginx:1.28", "a", RESOURCES));
      case 5 -> lab.apply(app(name, 2, kind, "not an image", "a", RESOURCES));
      case 6 -> lab.apply(app(name, 2, kind, "nginx:1.28", "b", RESOURCES));
      case 8 -> lab.children(name).stream().limit(1).forEach(child -> delete(lab, child));
      // A Pod gives up no resources: the API server refuses that, and meanwhile somebody deletes
      // it.
      case 9 -> {
        lab.apply(app(name, 2, kind, "nginx:1.28", "b", ""));
        lab.children(name).stream().filter(Pod.class::isInstance).forEach(pod -> delete(lab, pod));
      }
      case 11 -> lab.apply(app(name, 1, kind, "nginx:1.27", "c", RESOURCES));
      default -> {}
    }
  }

  private static String kind(String name) {
    return name.hashCode() % 4 == 0 ? "Deployment" : "Pod";
  }

  private static String app(
      String name, int replicas, String kind, String image, String content, String resources) {
    return APP.formatted(name, replicas, kind, image, content, content, resources);
  }

  /** With its children, as the garbage collector would. */
  private static void remove(Lab lab, String name) {
    lab.admin().resources(PatternedApp.class).inNamespace(lab.namespace()).withName(name).delete();
    lab.children(name).forEach(child -> delete(lab, child));
  }

  private static void delete(Lab lab, HasMetadata child) {
    lab.admin().resource(child).withGracePeriod(0).delete();
  }

  /** As many watches as at first are open, so that a cut does not count. */
  private Sample sample(Lab lab, FaultProxy proxy, JvmFigures figures)
      throws IOException, JMException {
    lab.untilQuiet();
    int expected = samples.isEmpty() ? 1 : samples.get(0).watches();
    await().atMost(Duration.ofSeconds(30)).until(() -> proxy.openWatches() >= expected);
    var sample =
        new Sample(
            Duration.between(began, Instant.now()),
            figures.threads(),
            figures.heap(),
            figures.openFiles(),
            proxy.openWatches(),
            figures.objects());
    System.out.println(sample);
    return sample;
  }

  private void report() {
    System.out.printf("soak of %d minutes: %d apps came%n", LENGTH.toMinutes(), round);
    objects().stream()
        .sorted(
            (a, b) ->
                Long.compare(
                    median(last(), of(b)) - median(first(), of(b)),
                    median(last(), of(a)) - median(first(), of(a))))
        .limit(10)
        .forEach(
            type ->
                System.out.printf(
                    "  %s: %d, then %d%n",
                    type, median(first(), of(type)), median(last(), of(type))));
  }

  private void isFlat(String what, ToLongFunction<Sample> figure, long slack, double share) {
    long before = median(first(), figure);
    long after = median(last(), figure);
    if (before < after) {
      System.out.printf("  %s: %d, then %d%n", what, before, after);
    }
    assertThat(after)
        .as("%s at the end, %d at the beginning", what, before)
        .isLessThanOrEqualTo(before + slack + (long) (before * share));
  }

  private List<Sample> first() {
    return samples.subList(0, third());
  }

  private List<Sample> last() {
    return samples.subList(samples.size() - third(), samples.size());
  }

  private int third() {
    assertThat(samples).as("samples").hasSizeGreaterThan(5);
    return samples.size() / 3;
  }

  private List<String> objects() {
    var all = new TreeMap<String, Long>();
    samples.forEach(sample -> all.putAll(sample.objects()));
    return List.copyOf(all.keySet());
  }

  private static ToLongFunction<Sample> of(String type) {
    return sample -> sample.objects().getOrDefault(type, 0L);
  }

  private static long median(List<Sample> of, ToLongFunction<Sample> figure) {
    var sorted = of.stream().mapToLong(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
