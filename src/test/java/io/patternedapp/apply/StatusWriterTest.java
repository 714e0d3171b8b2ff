package io.patternedapp.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.MutableClock;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.fixtures.TestApps;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StatusWriterTest {

  @AutoClose private final FakeApiServer api = new FakeApiServer();
  private final MutableClock clock = new MutableClock("2026-11-24T03:00:00Z");
  private final StatusWriter writer = new StatusWriter(api.client(), clock);
  private final Instant start = clock.instant();

  @Test
  void firstStatusIsWrittenImmediately() {
    assertThat(writer.throttleDelay(app(null), status("False", start, "a"))).isZero();
  }

  @Test
  void statusChangesAreWrittenAtMostOncePerSecond() {
    var app = app(status("False", start, "a"));
    writer.write(app, app.getStatus());

    assertThat(writer.throttleDelay(app, status("False", start, "b")))
        .isEqualTo(Duration.ofSeconds(1));
    clock.set(start.plusMillis(400));
    assertThat(writer.throttleDelay(app, status("False", start, "b")))
        .isEqualTo(Duration.ofMillis(600));
    clock.set(start.plusSeconds(1));
    assertThat(writer.throttleDelay(app, status("False", start, "b"))).isZero();
  }

  @Test
  void statusOfNewGenerationIsWrittenImmediately() {
    var app = app(status("False", start, "a"));
    writer.write(app, app.getStatus());

    assertThat(
            writer.throttleDelay(
                app,
                Serialization.unmarshal("{\"observedGeneration\": 4}", PatternedAppStatus.class)))
        .isZero();
  }

  /** A container that crashes every ten seconds changes the status each time. */
  @Test
  void appUnreadyForFiveMinutesGetsAtMostOneStatusWritePerMinute() {
    var app = app(status("False", start, "0"));
    writer.write(app, app.getStatus());
    int writesInFirstFiveMinutes = 0;
    int laterWrites = 0;
    for (int second = 10; second < 3600; second += 10) {
      clock.set(start.plusSeconds(second));
      var next = status("False", start, String.valueOf(second));
      if (writer.throttleDelay(app, next).isZero()) {
        writer.write(app, next);
        app.setStatus(next);
        if (second < 300) {
          writesInFirstFiveMinutes++;
        } else {
          laterWrites++;
        }
      }
    }

    assertThat(writesInFirstFiveMinutes).isEqualTo(29);
    assertThat(laterWrites).isBetween(50, 55);
  }

  @Test
  void recoveryToReadyIsWrittenImmediately() {
    var app = app(status("False", start, "a"));
    clock.set(start.plusSeconds(1000));
    writer.write(app, app.getStatus());
    clock.set(clock.instant().plusSeconds(1));

    assertThat(writer.throttleDelay(app, status("False", start, "b")))
        .isEqualTo(Duration.ofSeconds(59));
    assertThat(writer.throttleDelay(app, status("True", clock.instant(), "b"))).isZero();
  }

  @Test
  void clockSetBackDoesNotDelayStatusWrite() {
    var app = app(status("False", start, "a"));
    writer.write(app, app.getStatus());
    clock.set(start.minusSeconds(3600));

    assertThat(writer.throttleDelay(app, status("False", start, "b"))).isZero();
    writer.write(app, app.getStatus());
    assertThat(writer.throttleDelay(app, status("False", start, "c")))
        .isEqualTo(Duration.ofSeconds(1));
  }

  private static PatternedApp app(PatternedAppStatus status) {
    var app = TestApps.app("main: {image: i}");
    app.setStatus(status);
    return app;
  }

  private static PatternedAppStatus status(String ready, Instant since, String message) {
    return Serialization.unmarshal(
        """
        observedGeneration: 3
        conditions:
        - {type: Ready, status: '%s', reason: R, message: '%s', lastTransitionTime: '%s'}
        """
            .formatted(ready, message, since),
        PatternedAppStatus.class);
  }
}
