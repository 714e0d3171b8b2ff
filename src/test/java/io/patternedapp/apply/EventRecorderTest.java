package io.patternedapp.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.fixtures.TestApps;
import io.patternedapp.model.result.AppEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventRecorderTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T03:24:05.678Z"), ZoneOffset.UTC);
  private static final PatternedApp APP = TestApps.app("main: {image: i}");

  private final FakeApiServer api = new FakeApiServer();
  private final EventRecorder recorder = new EventRecorder(api.client(), CLOCK);

  @AfterEach
  void close() {
    recorder.close();
    api.close();
  }

  @Test
  void firstOccurrenceCreatesEvent() {
    recorder.record(APP, crashEvent(3));

    awaitRequests(1);
    var sent = api.lastRequest("POST events").body();
    assertThat(sent.path("reason").asText()).isEqualTo("MainNotReady");
    assertThat(sent.path("count").asInt()).isEqualTo(1);
    assertThat(sent.path("lastTimestamp").asText()).isEqualTo("2026-11-24T03:24:05Z");
    assertThat(sent.at("/involvedObject/uid").asText()).isEqualTo(APP.getMetadata().getUid());
  }

  @Test
  void repeatedOccurrenceIncrementsEventCount() {
    recorder.record(APP, crashEvent(3));
    awaitRequests(1);
    var name = api.lastRequest("POST events").meta().path("name").asText();
    api.rejectNext("POST events", 409, "events \"%s\" already exists".formatted(name));
    api.returnNext(
        "GET events/" + name,
        new EventBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("shop")
            .endMetadata()
            .withCount(4)
            .build());

    recorder.record(APP, crashEvent(4));

    awaitRequests(4);
    var counted = api.lastRequest("PATCH events/" + name).body();
    assertThat(counted.path("count").asInt()).isEqualTo(5);
    assertThat(counted.path("message").asText()).isEqualTo("main exited with code 1 (4 restarts)");
    assertThat(counted.path("lastTimestamp").asText()).isEqualTo("2026-11-24T03:24:05Z");
  }

  @Test
  void differentExitCodeCreatesSeparateEvent() {
    recorder.record(APP, event("MainNotReady", "main exited with code 1"));
    awaitRequests(1);
    var first = api.lastRequest("POST events").meta().path("name").asText();

    recorder.record(APP, event("MainNotReady", "main exited with code 2"));

    awaitRequests(2);
    assertThat(api.lastRequest("POST events").meta().path("name").asText()).isNotEqualTo(first);
  }

  private void awaitRequests(int count) {
    await().atMost(Duration.ofSeconds(10)).until(() -> api.requestLines().size() == count);
  }

  private static AppEvent event(String reason, String message) {
    return new AppEvent(AppEvent.Type.Warning, reason, message);
  }

  private static AppEvent crashEvent(int restarts) {
    return new AppEvent(
        AppEvent.Type.Warning,
        "MainNotReady",
        "main exited with code 1 (%d restarts)".formatted(restarts),
        "main exited with code 1");
  }
}
