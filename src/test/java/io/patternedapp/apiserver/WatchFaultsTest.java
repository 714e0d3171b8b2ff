package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the operator does while its watches tell it nothing, or what is long past. */
@ExtendWith(ApiServer.class)
@Tag("survival")
@Timeout(180)
class WatchFaultsTest {

  private static final Duration NOTICED = Duration.ofSeconds(45);

  private Stage stage;
  private FaultProxy proxy;

  @BeforeEach
  void open(ApiServer.Shared api) {
    stage = new Stage(api, 2);
    proxy = new FaultProxy(api.operatorClient().getConfiguration());
    stage.lab().startOperator(proxy);
  }

  @AfterEach
  void close() {
    if (stage != null) {
      stage.close();
      proxy.close();
    }
  }

  @Test
  void halfOpenWatchesAreNoticedAndOpenedAnew() {
    stage.play("create");
    stage.untilSettled();
    int opened = proxy.watchesOpened();
    int open = proxy.openWatches();
    proxy.freeze(call -> true);
    long frozen = System.nanoTime();

    stage.play("image");

    await("the operator hears of the change").atMost(NOTICED).until(this::allAreSettled);
    System.out.printf(
        "half-open watches: %d healed after %d s%n",
        open, Duration.ofNanos(System.nanoTime() - frozen).toSeconds());
    await().atMost(NOTICED).until(() -> proxy.watchesOpened() >= opened + open);
  }

  @Test
  void whatWasChangedBackMeanwhileIsNotTouched() {
    stage.play("create");
    stage.untilSettled();
    var before = uids();
    proxy.hold(call -> true);
    int mark = stage.lab().mark();

    stage.play("environment");
    stage.play("create");
    forgetWhatWasHeld();

    stage.untilSettled();
    assertThat(uids()).isEqualTo(before);
    assertThat(stage.lab().writesSince(mark))
        .as("no write but of the status")
        .allMatch(request -> request.resource().equals("patternedapps/status"));
  }

  @Test
  void anAppThatWasMadeAnewMeanwhileGetsChildrenOfItsOwn() {
    stage.play("create");
    stage.untilSettled();
    var before = uids();
    proxy.hold(call -> true);

    stage.apps().forEach(app -> stage.lab().admin().resource(stage.lab().app(app)).delete());
    stage.play("create");
    collectGarbage();
    forgetWhatWasHeld();

    // As long as it knows of the old app only, it may mend that one's children once more.
    await()
        .atMost(NOTICED)
        .until(
            () -> {
              collectGarbage();
              return allAreSettled();
            });
    stage.lab().untilQuiet();
    assertThat(uids()).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
    stage.apps().forEach(this::assertOwnChildrenOnly);
  }

  @Test
  void childrenWhoseEventsComeLateAreMadeOnceAndNotChangedBack() {
    proxy.hold(call -> !call.isAbout("patternedapps"));
    stage.play("create");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> stage.lab().children("app-01").size(), size -> size == 4);
    stage.lab().untilQuiet();
    var made = uids();
    stage.apps().forEach(app -> stage.lab().apply(Story.yaml(app, "image")));
    stage.lab().untilQuiet();

    proxy.release();
    stage.untilSettled();

    assertThat(proxy.injected()).isPositive();
    assertThat(uids()).as("nothing was made twice").isEqualTo(made);
    assertThat(stage.ends().values().stream().flatMap(end -> end.counts().values().stream()))
        .allMatch(count -> count == 1);
  }

  @Test
  void aChildWhoseDeletionIsNotSeenIsMadeAnewOnceItIs() {
    stage.play("create");
    stage.untilSettled();
    proxy.hold(call -> call.isAbout("pods"));
    stage.lab().admin().pods().inNamespace(stage.lab().namespace()).withName("app-00").delete();
    stage.play("files");
    stage.lab().untilQuiet();

    proxy.release();

    stage.untilSettled();
    assertThat(stage.lab().childNames("app-00")).contains("Pod/app-00", "Pod/app-00-1");
  }

  /** What happened meanwhile is never told: the operator has to list anew. */
  private void forgetWhatWasHeld() {
    int opened = proxy.watchesOpened();
    int held = proxy.openWatches();
    proxy.expire(call -> true);
    proxy.release();
    await().atMost(NOTICED).until(() -> proxy.watchesOpened() >= opened + held);
  }

  private boolean allAreSettled() {
    return stage.apps().stream().allMatch(stage::isSettled);
  }

  /** Plays the garbage collector: what belongs to an app that is gone goes too. */
  private void collectGarbage() {
    for (var app : stage.apps()) {
      var uid = stage.lab().app(app).getMetadata().getUid();
      stage.lab().children(app).stream()
          .filter(child -> !child.getMetadata().getOwnerReferences().get(0).getUid().equals(uid))
          .forEach(child -> stage.lab().admin().resource(child).withGracePeriod(0).delete());
    }
  }

  private void assertOwnChildrenOnly(String app) {
    var uid = stage.lab().app(app).getMetadata().getUid();
    assertThat(stage.lab().children(app))
        .allMatch(child -> child.getMetadata().getOwnerReferences().get(0).getUid().equals(uid));
  }

  private Set<String> uids() {
    return stage.apps().stream()
        .flatMap(app -> stage.lab().children(app).stream())
        .map(child -> child.getMetadata().getUid())
        .collect(Collectors.toSet());
  }
}
