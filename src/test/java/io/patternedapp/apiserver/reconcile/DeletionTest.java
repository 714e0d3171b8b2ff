package io.patternedapp.apiserver.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.AuditLog;
import io.patternedapp.apiserver.support.ChangeSequence;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.apiserver.support.ScenarioFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests the deletion of apps, children and namespaces, with and without a foreign finalizer. The
 * test simulates the garbage collector and the namespace controller, which do not run here.
 */
@ExtendWith(ApiServerExtension.class)
@Tag("survival")
@Timeout(240)
class DeletionTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration QUIET_PERIOD = Duration.ofSeconds(3);

  private static final String ADD_FINALIZER =
      "{\"metadata\":{\"finalizers\":[\"other.example/hold\"]}}";
  private static final String REMOVE_FINALIZERS = "{\"metadata\":{\"finalizers\":null}}";

  private ApiServerExtension.TestControlPlane api;
  @AutoClose private ScenarioFixture scenario;
  private OperatorFixture fixture;

  @BeforeEach
  void createScenario(ApiServerExtension.TestControlPlane shared) {
    api = shared;
    scenario = new ScenarioFixture(shared, 2);
    fixture = scenario.fixture();
    fixture.startOperator();
    scenario.applyStep("create");
    scenario.awaitConverged();
  }

  /**
   * One app terminates because of {@code --cascade=foreground}, the other because of a foreign
   * finalizer.
   */
  @Test
  void childrenOfATerminatingAppAreNotWrittenUntilItIsRecreated() {
    patch(fixture.app("app-01"), ADD_FINALIZER);
    int mark = fixture.mark();
    fixture
        .admin()
        .resource(fixture.app("app-00"))
        .withPropagationPolicy(DeletionPropagation.FOREGROUND)
        .delete();
    fixture.admin().resource(fixture.app("app-01")).delete();
    assertThat(scenario.apps())
        .allMatch(app -> fixture.app(app).getMetadata().getDeletionTimestamp() != null);

    fixture.children("app-00").forEach(this::forceDelete);
    forceDelete(fixture.pod("app-01"));
    patch(
        fixture.pod("app-01-1"), "{\"metadata\":{\"labels\":{\"app.kubernetes.io/name\":\"x\"}}}");
    patch(fixture.app("app-01"), "{\"spec\":{\"replicas\":4}}");
    assertNoChildWrites(mark);
    fixture.stopOperator();
    fixture.startOperator();
    assertNoChildWrites(mark);

    scenario.apps().forEach(app -> patch(fixture.app(app), REMOVE_FINALIZERS));
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                fixture
                    .admin()
                    .resources(PatternedApp.class)
                    .inNamespace(fixture.namespace())
                    .list()
                    .getItems()
                    .isEmpty());
    assertNoChildWrites(mark);

    scenario.applyStep("create");
    fixture.awaitApp("app-01", DeletionTest::isBlockedByPredecessor);
    collectGarbage();
    scenario.awaitConverged();
    scenario.assertNoRequests();
    assertThat(createDeleteCounts("app-00"))
        .allSatisfy((key, times) -> assertThat(times).isEqualTo(expectedCount(key)));
    assertThat(createDeleteCounts("app-01"))
        .allSatisfy((key, times) -> assertThat(times).isEqualTo(expectedCount(key)));
  }

  /**
   * Both apps are deleted while the operator is down; one is recreated before its old children are
   * garbage-collected.
   */
  @Test
  void appsDeletedWhileTheOperatorIsDownAreHandledAfterItsRestart() {
    var before = uids();
    fixture.stopOperator();
    scenario.apps().forEach(app -> fixture.admin().resource(fixture.app(app)).delete());
    fixture.apply(ChangeSequence.yaml("app-01", "create"));
    assertThat(fixture.children("app-00")).as("children before garbage collection").isNotEmpty();
    int mark = fixture.mark();

    fixture.startOperator();
    fixture.awaitApp("app-01", DeletionTest::isBlockedByPredecessor);
    fixture.awaitNoMoreWrites();
    assertNoChildWrites(mark);
    assertThat(uids()).as("UIDs of the children").isEqualTo(before);

    collectGarbage();
    await().atMost(TIMEOUT).until(() -> scenario.isConverged("app-01"));
    fixture.awaitNoMoreWrites();
    assertThat(fixture.children("app-00")).isEmpty();
    assertThat(uids()).isNotEmpty().doesNotContainAnyElementsOf(before);
    assertThat(createDeleteCounts("app-01"))
        .allSatisfy((key, times) -> assertThat(times).isEqualTo(expectedCount(key)));
    scenario.assertNoRequests();
  }

  /** A deleted child that a finalizer holds is recreated once, after the finalizer is removed. */
  @Test
  void deletedChildHeldByAFinalizerIsRecreatedOnceItIsGone() {
    var held = fixture.children("app-00");
    held.forEach(child -> patch(child, ADD_FINALIZER));
    fixture.awaitNoMoreWrites();
    int mark = fixture.mark();

    held.forEach(this::forceDelete);
    assertThat(fixture.children("app-00"))
        .hasSameSizeAs(held)
        .allMatch(child -> child.getMetadata().getDeletionTimestamp() != null);
    fixture.awaitNoMoreWrites();
    assertNoChildWrites(mark);
    assertNoRequestsFor(Duration.ofSeconds(5));

    held.forEach(child -> patch(child, REMOVE_FINALIZERS));
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                uids().stream().noneMatch(uidsOf(held)::contains)
                    && scenario.isConverged("app-00"));
    fixture.awaitNoMoreWrites();
    assertThat(createDeleteCounts("app-00"))
        .allSatisfy((key, times) -> assertThat(times).isEqualTo(expectedCount(key)));
    scenario.assertNoRequests();
  }

  /** A pruned child is deleted once, regardless of how long a finalizer holds it. */
  @Test
  void prunedChildHeldByAFinalizerIsDeletedOnlyOnce() {
    var service = service("app-00");
    patch(service, ADD_FINALIZER);
    fixture.awaitNoMoreWrites();
    int mark = fixture.mark();

    scenario.applyStep("service");
    scenario.awaitConverged();
    assertThat(service("app-00").getMetadata().getDeletionTimestamp()).isNotNull();
    assertNoRequestsFor(Duration.ofSeconds(5));
    assertThat(deletedServices(mark)).containsExactlyInAnyOrder("app-00", "app-01");

    patch(service("app-00"), REMOVE_FINALIZERS);
    await().atMost(TIMEOUT).until(() -> service("app-00") == null);
    scenario.assertNoRequests();
  }

  /** A cloud controller holds a Service in this way until it has deleted the load balancer. */
  @Test
  void replacedServiceHeldByAFinalizerIsRecreatedOnceItIsGone() {
    var service = service("app-00");
    patch(service, ADD_FINALIZER);
    fixture.awaitNoMoreWrites();
    int mark = fixture.mark();

    fixture.apply(
        ChangeSequence.yaml("app-00", "create")
            .replace("ports: [{port: 80,", "clusterIP: None, ports: [{port: 80,"));
    fixture.awaitApp(
        "app-00", app -> service("app-00").getMetadata().getDeletionTimestamp() != null);
    var status = fixture.awaitApp("app-00", DeletionTest::isBlockedByPredecessor).getStatus();
    assertThat(status.condition("Stalled"))
        .as("Stalled condition: the app recovers without a change")
        .isEmpty();
    assertNoRequestsFor(Duration.ofSeconds(5));
    assertThat(fixture.writesSince(mark))
        .filteredOn(write -> write.resource().equals("services"))
        .extracting(write -> write.verb() + " " + write.code())
        .startsWith("delete 200", "patch 409")
        .as("a retry may precede the watch event of the deletion")
        .hasSizeLessThan(4);

    patch(service("app-00"), REMOVE_FINALIZERS);
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                service("app-00") != null
                    && "None".equals(service("app-00").getSpec().getClusterIP()));
    scenario.awaitConverged();
    assertThat(createDeleteCounts("app-00"))
        .containsEntry("app-00: ADDED Service/app-00", 2)
        .containsEntry("app-00: DELETED Service/app-00", 1);
    scenario.assertNoRequests();
  }

  /** In a terminating namespace the operator makes a few attempts with increasing delays. */
  @Test
  void terminatingNamespaceCausesFewRetriesWithBackoff() {
    fixture.admin().namespaces().withName(fixture.namespace()).delete();
    int mark = fixture.mark();
    scenario.apps().stream()
        .flatMap(app -> fixture.children(app).stream())
        .forEach(this::forceDelete);

    scenario.apps().forEach(app -> fixture.awaitCondition(app, "Applied", "False"));
    await()
        .during(Duration.ofSeconds(12))
        .atMost(Duration.ofSeconds(20))
        .until(() -> fixture.requestsSince(mark).size() < 200);
    var writes = fixture.writesSince(mark);
    System.out.printf(
        "terminating namespace: %d writes in 12 s, by code %s, %d Events%n",
        writes.size(),
        writes.stream()
            .collect(Collectors.groupingBy(AuditLog.Request::code, Collectors.counting())),
        countEventRequests(mark));
    assertThat(writes).filteredOn(write -> write.code() == 403).isNotEmpty();
    assertThat(scenario.apps()).allMatch(app -> fixture.children(app).isEmpty());

    scenario.apps().forEach(app -> fixture.admin().resource(fixture.app(app)).delete());
    fixture.awaitNoMoreWrites();
    assertNoRequestsFor(Duration.ofSeconds(5));
  }

  private long countEventRequests(int mark) {
    return api.auditLog().since(mark).stream()
        .filter(request -> request.namespace().equals(fixture.namespace()) && request.isEvent())
        .count();
  }

  private void assertNoChildWrites(int mark) {
    await()
        .during(QUIET_PERIOD)
        .atMost(QUIET_PERIOD.multipliedBy(2))
        .untilAsserted(
            () ->
                assertThat(fixture.writesSince(mark))
                    .filteredOn(write -> !write.resource().equals("patternedapps/status"))
                    .isEmpty());
  }

  private void assertNoRequestsFor(Duration time) {
    int mark = fixture.mark();
    await()
        .during(time)
        .atMost(time.multipliedBy(2))
        .untilAsserted(() -> assertThat(fixture.requestsSince(mark)).isEmpty());
  }

  private List<String> deletedServices(int mark) {
    return fixture.writesSince(mark).stream()
        .filter(write -> write.verb().equals("delete") && write.resource().equals("services"))
        .map(AuditLog.Request::name)
        .toList();
  }

  private Service service(String name) {
    return fixture.admin().services().inNamespace(fixture.namespace()).withName(name).get();
  }

  private static boolean isBlockedByPredecessor(PatternedApp app) {
    return app.getStatus() != null
        && app.getStatus()
            .condition("Applied")
            .filter(condition -> "PredecessorTerminating".equals(condition.getReason()))
            .isPresent();
  }

  private void patch(HasMetadata object, String change) {
    fixture.admin().resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), change);
  }

  private void forceDelete(HasMetadata object) {
    fixture.admin().resource(object).withGracePeriod(0).delete();
  }

  /** Deletes the children of deleted apps, in place of the garbage collector. */
  private void collectGarbage() {
    var live =
        fixture
            .admin()
            .resources(PatternedApp.class)
            .inNamespace(fixture.namespace())
            .list()
            .getItems()
            .stream()
            .map(app -> app.getMetadata().getUid())
            .collect(Collectors.toSet());
    scenario.apps().stream()
        .flatMap(app -> fixture.children(app).stream())
        .filter(child -> !live.contains(child.getMetadata().getOwnerReferences().get(0).getUid()))
        .forEach(this::forceDelete);
  }

  private Set<String> uids() {
    return uidsOf(scenario.apps().stream().flatMap(app -> fixture.children(app).stream()).toList());
  }

  private static Set<String> uidsOf(List<HasMetadata> objects) {
    return objects.stream().map(o -> o.getMetadata().getUid()).collect(Collectors.toSet());
  }

  private Map<String, Integer> createDeleteCounts(String app) {
    return scenario.createDeleteCounts(app);
  }

  /**
   * Returns the expected count of a child that was deleted once: two creations and one deletion.
   */
  private static int expectedCount(String key) {
    return key.contains("ADDED") ? 2 : 1;
  }
}
