package io.patternedapp.apiserver.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.rollout.Fingerprint;
import io.patternedapp.rollout.PodFieldDigests;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A namespace for apps that go through a {@link ChangeSequence}, with a fake kubelet and counts of
 * the creations and deletions.
 */
public final class ScenarioFixture implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  /** The owned fields of each child of an app, and the creations and deletions of each child. */
  public record Snapshot(Map<String, String> children, Map<String, Integer> counts) {}

  private final OperatorFixture fixture;
  private final FakeKubelet kubelet;
  private final CreateDeleteCounter createDeleteCounter;
  private final List<String> apps;

  public ScenarioFixture(ApiServerExtension.TestControlPlane api, int apps) {
    this(api, apps, Clock.systemUTC());
  }

  public ScenarioFixture(ApiServerExtension.TestControlPlane api, int apps, Clock clock) {
    this.fixture = OperatorFixture.withoutOperator(api, clock);
    this.kubelet = new FakeKubelet(api.admin(), fixture.namespace());
    this.createDeleteCounter = new CreateDeleteCounter(api.admin(), fixture.namespace());
    this.apps = IntStream.range(0, apps).mapToObj("app-%02d"::formatted).toList();
  }

  public OperatorFixture fixture() {
    return fixture;
  }

  public List<String> apps() {
    return apps;
  }

  public void applyStep(String step) {
    apps.forEach(app -> fixture.apply(ChangeSequence.yaml(app, step)));
  }

  public void awaitConverged() {
    apps.forEach(
        app ->
            await()
                .atMost(TIMEOUT)
                .ignoreExceptions()
                .untilAsserted(
                    () ->
                        assertThat(isConverged(app))
                            .as(() -> app + " is converged: " + fixture.app(app).getStatus())
                            .isTrue()));
    fixture.awaitNoMoreWrites();
  }

  public boolean isConverged(String app) {
    var live = fixture.app(app);
    var status = live.getStatus();
    return status != null
        && live.getMetadata().getGeneration().equals(status.observedGeneration())
        && List.of("Applied", "Ready").stream()
            .allMatch(
                type ->
                    status.condition(type).filter(c -> "True".equals(c.getStatus())).isPresent());
  }

  public Map<String, Snapshot> snapshots() {
    return apps.stream()
        .collect(
            Collectors.toMap(
                app -> app,
                app -> new Snapshot(ownedFieldsByChild(app), createDeleteCounter.countsOf(app))));
  }

  /** Returns the number of creations and deletions of the objects of an app. */
  public Map<String, Integer> createDeleteCounts(String app) {
    return createDeleteCounter.countsOf(app);
  }

  /** Waits until each app has the children and the creation and deletion counts of the baseline. */
  public void awaitSameAs(Map<String, Snapshot> baseline, String description) {
    apps.forEach(
        app ->
            await(description + ": children of " + app)
                .atMost(TIMEOUT)
                .untilAsserted(
                    () ->
                        assertThat(ownedFieldsByChild(app))
                            .isEqualTo(baseline.get(app).children())));
    awaitConverged();
    // After an outage of the API server, the counter also receives its events late.
    apps.forEach(
        app ->
            await(description + ": number of creations and deletions of the objects of " + app)
                .atMost(TIMEOUT)
                .untilAsserted(
                    () ->
                        assertThat(createDeleteCounter.countsOf(app))
                            .isEqualTo(baseline.get(app).counts())));
  }

  /** Asserts that the operator sends no requests except lists and watches. */
  public void assertNoRequests() {
    int mark = fixture.mark();
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(4))
        .untilAsserted(
            () ->
                assertThat(fixture.requestsSince(mark))
                    .filteredOn(request -> !request.isListOrWatch())
                    .isEmpty());
  }

  private TreeMap<String, String> ownedFieldsByChild(String app) {
    return fixture.children(app).stream()
        .filter(child -> child.getMetadata().getDeletionTimestamp() == null)
        .collect(
            Collectors.toMap(
                child -> child.getKind() + "/" + child.getMetadata().getName(),
                ScenarioFixture::ownedFields,
                (a, b) -> a,
                TreeMap::new));
  }

  private static String ownedFields(HasMetadata child) {
    return child instanceof Pod pod
        ? PodFieldDigests.ofLive(pod).toString()
        : Fingerprint.ofLive(child);
  }

  @Override
  public void close() {
    fixture.close();
    kubelet.close();
    createDeleteCounter.close();
  }
}
