package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.apply.Fingerprint;
import io.patternedapp.apply.PodPrint;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A namespace in which apps live their {@link Story}, with all that is needed to judge it. */
final class Stage implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  /** What there is of an app, and how often each of it was made and deleted. */
  record End(Map<String, String> children, Map<String, Integer> counts) {}

  private final Lab lab;
  private final Kubelet kubelet;
  private final Ledger ledger;
  private final List<String> apps;

  Stage(ApiServer.Shared api, int apps) {
    this(api, apps, Clock.systemUTC());
  }

  Stage(ApiServer.Shared api, int apps, Clock clock) {
    this.lab = Lab.withoutOperator(api, clock);
    this.kubelet = new Kubelet(api.admin(), lab.namespace());
    this.ledger = new Ledger(api.admin(), lab.namespace());
    this.apps = IntStream.range(0, apps).mapToObj("app-%02d"::formatted).toList();
  }

  Lab lab() {
    return lab;
  }

  List<String> apps() {
    return apps;
  }

  void play(String chapter) {
    apps.forEach(app -> lab.apply(Story.yaml(app, chapter)));
  }

  void untilSettled() {
    apps.forEach(
        app ->
            await()
                .atMost(TIMEOUT)
                .ignoreExceptions()
                .untilAsserted(
                    () ->
                        assertThat(isSettled(app))
                            .as(() -> app + " is settled: " + lab.app(app).getStatus())
                            .isTrue()));
    lab.untilQuiet();
  }

  boolean isSettled(String app) {
    var live = lab.app(app);
    var status = live.getStatus();
    return status != null
        && live.getMetadata().getGeneration().equals(status.observedGeneration())
        && List.of("Applied", "Ready").stream()
            .allMatch(
                type ->
                    status.condition(type).filter(c -> "True".equals(c.getStatus())).isPresent());
  }

  Map<String, End> ends() {
    return apps.stream()
        .collect(Collectors.toMap(app -> app, app -> new End(children(app), ledger.of(app))));
  }

  /** How often what belongs to an app was made and deleted. */
  Map<String, Integer> made(String app) {
    return ledger.of(app);
  }

  /** Waits until each app is what it is in a run without faults; then all has to be still. */
  void untilSameAs(Map<String, End> faultless, String when) {
    apps.forEach(
        app ->
            await(when + ": children of " + app)
                .atMost(TIMEOUT)
                .untilAsserted(
                    () -> assertThat(children(app)).isEqualTo(faultless.get(app).children())));
    untilSettled();
    // After an outage of the API server the ledger hears of what happened late too.
    apps.forEach(
        app ->
            await(when + ": how often what of " + app + " was made and deleted")
                .atMost(TIMEOUT)
                .untilAsserted(
                    () -> assertThat(ledger.of(app)).isEqualTo(faultless.get(app).counts())));
  }

  /** That the operator asks for nothing any more. */
  void isStill() {
    int mark = lab.mark();
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(4))
        .untilAsserted(
            () ->
                assertThat(lab.requestsSince(mark))
                    .filteredOn(request -> !request.isWatching())
                    .isEmpty());
  }

  private TreeMap<String, String> children(String app) {
    return lab.children(app).stream()
        .filter(child -> child.getMetadata().getDeletionTimestamp() == null)
        .collect(
            Collectors.toMap(
                child -> child.getKind() + "/" + child.getMetadata().getName(),
                Stage::owned,
                (a, b) -> a,
                TreeMap::new));
  }

  private static String owned(HasMetadata child) {
    return child instanceof Pod pod ? PodPrint.ofLive(pod).toString() : Fingerprint.ofLive(child);
  }

  @Override
  public void close() {
    lab.close();
    kubelet.close();
    ledger.close();
  }
}
