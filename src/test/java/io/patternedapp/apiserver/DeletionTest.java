package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.patternedapp.api.PatternedApp;
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
 * Apps, children and namespaces that go, at once or held by a finalizer of someone else's. The
 * garbage collector and the namespace's controller, which this tier lacks, are played.
 */
@ExtendWith(ApiServer.class)
@Tag("survival")
@Timeout(240)
class DeletionTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration STILL = Duration.ofSeconds(3);

  private static final String HELD = "{\"metadata\":{\"finalizers\":[\"other.example/hold\"]}}";
  private static final String LET_GO = "{\"metadata\":{\"finalizers\":null}}";

  private ApiServer.Shared api;
  @AutoClose private Stage stage;
  private Lab lab;

  @BeforeEach
  void open(ApiServer.Shared shared) {
    api = shared;
    stage = new Stage(shared, 2);
    lab = stage.lab();
    lab.startOperator();
    stage.play("create");
    stage.untilSettled();
  }

  /** The one by {@code --cascade=foreground}, the other by a finalizer of someone else's. */
  @Test
  void anAppThatIsBeingDeletedIsLeftAlone() {
    patch(lab.app("app-01"), HELD);
    int mark = lab.mark();
    lab.admin()
        .resource(lab.app("app-00"))
        .withPropagationPolicy(DeletionPropagation.FOREGROUND)
        .delete();
    lab.admin().resource(lab.app("app-01")).delete();
    assertThat(stage.apps())
        .allMatch(app -> lab.app(app).getMetadata().getDeletionTimestamp() != null);

    lab.children("app-00").forEach(this::deleteNow);
    deleteNow(lab.pod("app-01"));
    patch(lab.pod("app-01-1"), "{\"metadata\":{\"labels\":{\"app.kubernetes.io/name\":\"x\"}}}");
    patch(lab.app("app-01"), "{\"spec\":{\"replicas\":4}}");
    isStill(mark);
    lab.stopOperator();
    lab.startOperator();
    isStill(mark);

    stage.apps().forEach(app -> patch(lab.app(app), LET_GO));
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                lab.admin()
                    .resources(PatternedApp.class)
                    .inNamespace(lab.namespace())
                    .list()
                    .getItems()
                    .isEmpty());
    isStill(mark);

    stage.play("create");
    lab.until("app-01", DeletionTest::isHeldUp);
    collectGarbage();
    stage.untilSettled();
    stage.isStill();
    assertThat(ledger("app-00"))
        .allSatisfy((what, times) -> assertThat(times).isEqualTo(made(what)));
    assertThat(ledger("app-01"))
        .allSatisfy((what, times) -> assertThat(times).isEqualTo(made(what)));
  }

  /** Of two apps that went meanwhile one is made anew before the old children are collected. */
  @Test
  void whatWentWhileTheOperatorWasDownIsNotMissed() {
    var before = uids();
    lab.stopOperator();
    stage.apps().forEach(app -> lab.admin().resource(lab.app(app)).delete());
    lab.apply(Story.yaml("app-01", "create"));
    assertThat(lab.children("app-00")).as("nobody has collected them").isNotEmpty();
    int mark = lab.mark();

    lab.startOperator();
    lab.until("app-01", DeletionTest::isHeldUp);
    lab.untilQuiet();
    isStill(mark);
    assertThat(uids()).as("no child was touched").isEqualTo(before);

    collectGarbage();
    await().atMost(TIMEOUT).until(() -> stage.isSettled("app-01"));
    lab.untilQuiet();
    assertThat(lab.children("app-00")).isEmpty();
    assertThat(uids()).isNotEmpty().doesNotContainAnyElementsOf(before);
    assertThat(ledger("app-01"))
        .allSatisfy((what, times) -> assertThat(times).isEqualTo(made(what)));
    stage.isStill();
  }

  /** A child that is wanted again only after its finalizer lets go: then it is made, once. */
  @Test
  void aChildThatAFinalizerHoldsIsWaitedFor() {
    var held = lab.children("app-00");
    held.forEach(child -> patch(child, HELD));
    lab.untilQuiet();
    int mark = lab.mark();

    held.forEach(this::deleteNow);
    assertThat(lab.children("app-00"))
        .hasSameSizeAs(held)
        .allMatch(child -> child.getMetadata().getDeletionTimestamp() != null);
    lab.untilQuiet();
    isStill(mark);
    isQuietFor(Duration.ofSeconds(5));

    held.forEach(child -> patch(child, LET_GO));
    await()
        .atMost(TIMEOUT)
        .until(
            () -> uids().stream().noneMatch(uidsOf(held)::contains) && stage.isSettled("app-00"));
    lab.untilQuiet();
    assertThat(ledger("app-00"))
        .allSatisfy((what, times) -> assertThat(times).isEqualTo(made(what)));
    stage.isStill();
  }

  /** What is pruned is deleted once, however long a finalizer keeps it. */
  @Test
  void aChildThatIsPrunedAndHeldIsDeletedOnce() {
    var service = service("app-00");
    patch(service, HELD);
    lab.untilQuiet();
    int mark = lab.mark();

    stage.play("service");
    stage.untilSettled();
    assertThat(service("app-00").getMetadata().getDeletionTimestamp()).isNotNull();
    isQuietFor(Duration.ofSeconds(5));
    assertThat(deletesOfServices(mark)).containsExactlyInAnyOrder("app-00", "app-01");

    patch(service("app-00"), LET_GO);
    await().atMost(TIMEOUT).until(() -> service("app-00") == null);
    stage.isStill();
  }

  /** As a load balancer's controller holds a Service until the load balancer is gone. */
  @Test
  void aServiceThatIsReplacedAndHeldIsFollowedByItsSuccessorOnceItIsGone() {
    var service = service("app-00");
    patch(service, HELD);
    lab.untilQuiet();
    int mark = lab.mark();

    lab.apply(
        Story.yaml("app-00", "create")
            .replace("ports: [{port: 80,", "clusterIP: None, ports: [{port: 80,"));
    lab.until("app-00", app -> service("app-00").getMetadata().getDeletionTimestamp() != null);
    var told = lab.until("app-00", DeletionTest::isHeldUp).getStatus();
    assertThat(told.condition("Stalled")).as("it gets better by waiting").isEmpty();
    isQuietFor(Duration.ofSeconds(5));
    assertThat(lab.writesSince(mark))
        .filteredOn(write -> write.resource().equals("services"))
        .extracting(write -> write.verb() + " " + write.code())
        .startsWith("delete 200", "patch 409")
        .as("a retry may come before the news of the deletion")
        .hasSizeLessThan(4);

    patch(service("app-00"), LET_GO);
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                service("app-00") != null
                    && "None".equals(service("app-00").getSpec().getClusterIP()));
    stage.untilSettled();
    assertThat(ledger("app-00"))
        .containsEntry("app-00: ADDED Service/app-00", 2)
        .containsEntry("app-00: DELETED Service/app-00", 1);
    stage.isStill();
  }

  /** A namespace in which nothing can be made any more costs a few attempts, further apart. */
  @Test
  void aNamespaceThatGoesIsNotFoughtFor() {
    lab.admin().namespaces().withName(lab.namespace()).delete();
    int mark = lab.mark();
    stage.apps().stream().flatMap(app -> lab.children(app).stream()).forEach(this::deleteNow);

    stage.apps().forEach(app -> lab.untilCondition(app, "Applied", "False"));
    await()
        .during(Duration.ofSeconds(12))
        .atMost(Duration.ofSeconds(20))
        .until(() -> lab.requestsSince(mark).size() < 200);
    var writes = lab.writesSince(mark);
    System.out.printf(
        "a namespace that goes: %d writes in 12 s, by code %s, %d Events%n",
        writes.size(),
        writes.stream()
            .collect(Collectors.groupingBy(AuditLog.Request::code, Collectors.counting())),
        events(mark));
    assertThat(writes).filteredOn(write -> write.code() == 403).isNotEmpty();
    assertThat(stage.apps()).allMatch(app -> lab.children(app).isEmpty());

    stage.apps().forEach(app -> lab.admin().resource(lab.app(app)).delete());
    lab.untilQuiet();
    isQuietFor(Duration.ofSeconds(5));
  }

  private long events(int mark) {
    return api.audit().since(mark).stream()
        .filter(request -> request.namespace().equals(lab.namespace()) && request.isEvent())
        .count();
  }

  private void isStill(int mark) {
    await()
        .during(STILL)
        .atMost(STILL.multipliedBy(2))
        .untilAsserted(
            () ->
                assertThat(lab.writesSince(mark))
                    .filteredOn(write -> !write.resource().equals("patternedapps/status"))
                    .isEmpty());
  }

  private void isQuietFor(Duration time) {
    int mark = lab.mark();
    await()
        .during(time)
        .atMost(time.multipliedBy(2))
        .untilAsserted(() -> assertThat(lab.requestsSince(mark)).isEmpty());
  }

  private List<String> deletesOfServices(int mark) {
    return lab.writesSince(mark).stream()
        .filter(write -> write.verb().equals("delete") && write.resource().equals("services"))
        .map(AuditLog.Request::name)
        .toList();
  }

  private Service service(String name) {
    return lab.admin().services().inNamespace(lab.namespace()).withName(name).get();
  }

  private static boolean isHeldUp(PatternedApp app) {
    return app.getStatus() != null
        && app.getStatus()
            .condition("Applied")
            .filter(condition -> "LeftOver".equals(condition.getReason()))
            .isPresent();
  }

  private void patch(HasMetadata object, String change) {
    lab.admin().resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), change);
  }

  private void deleteNow(HasMetadata object) {
    lab.admin().resource(object).withGracePeriod(0).delete();
  }

  /** Plays the garbage collector: what belongs to an app that is gone goes too. */
  private void collectGarbage() {
    var live =
        lab
            .admin()
            .resources(PatternedApp.class)
            .inNamespace(lab.namespace())
            .list()
            .getItems()
            .stream()
            .map(app -> app.getMetadata().getUid())
            .collect(Collectors.toSet());
    stage.apps().stream()
        .flatMap(app -> lab.children(app).stream())
        .filter(child -> !live.contains(child.getMetadata().getOwnerReferences().get(0).getUid()))
        .forEach(this::deleteNow);
  }

  private Set<String> uids() {
    return uidsOf(stage.apps().stream().flatMap(app -> lab.children(app).stream()).toList());
  }

  private static Set<String> uidsOf(List<HasMetadata> objects) {
    return objects.stream().map(o -> o.getMetadata().getUid()).collect(Collectors.toSet());
  }

  private Map<String, Integer> ledger(String app) {
    return stage.made(app);
  }

  /** Each was made twice, since it went once. */
  private static int made(String what) {
    return what.contains("ADDED") ? 2 : 1;
  }
}
