package io.patternedapp.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.HandClock;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StatusWriterTest {

  @AutoClose private final FakeApiServer api = new FakeApiServer();
  private final HandClock clock = new HandClock("2026-11-24T03:00:00Z");
  private final StatusWriter writer = new StatusWriter(api.client(), clock);
  private final Instant start = clock.instant();

  @Test
  void theFirstStatusIsWrittenAtOnce() {
    assertThat(writer.pause(app(null), status("False", start, "a"))).isZero();
  }

  @Test
  void laterChangesAreWrittenOnceASecond() {
    var app = app(status("False", start, "a"));
    writer.write(app, app.getStatus());

    assertThat(writer.pause(app, status("False", start, "b"))).isEqualTo(Duration.ofSeconds(1));
    clock.set(start.plusMillis(400));
    assertThat(writer.pause(app, status("False", start, "b"))).isEqualTo(Duration.ofMillis(600));
    clock.set(start.plusSeconds(1));
    assertThat(writer.pause(app, status("False", start, "b"))).isZero();
  }

  @Test
  void anotherSpecIsReportedAtOnce() {
    var app = app(status("False", start, "a"));
    writer.write(app, app.getStatus());

    assertThat(
            writer.pause(
                app,
                Serialization.unmarshal("{\"observedGeneration\": 4}", PatternedAppStatus.class)))
        .isZero();
  }

  /** A container that crashes every ten seconds changes the status each time. */
  @Test
  void anAppThatFailsForGoodCostsAtMostAWriteAMinuteAfterFiveMinutes() {
    var app = app(status("False", start, "0"));
    writer.write(app, app.getStatus());
    int early = 0;
    int late = 0;
    for (int second = 10; second < 3600; second += 10) {
      clock.set(start.plusSeconds(second));
      var next = status("False", start, String.valueOf(second));
      if (writer.pause(app, next).isZero()) {
        writer.write(app, next);
        app.setStatus(next);
        if (second < 300) {
          early++;
        } else {
          late++;
        }
      }
    }

    assertThat(early).isEqualTo(29);
    assertThat(late).isBetween(50, 55);
  }

  @Test
  void itsRecoveryIsWrittenAtOnce() {
    var app = app(status("False", start, "a"));
    clock.set(start.plusSeconds(1000));
    writer.write(app, app.getStatus());
    clock.set(clock.instant().plusSeconds(1));

    assertThat(writer.pause(app, status("False", start, "b"))).isEqualTo(Duration.ofSeconds(59));
    assertThat(writer.pause(app, status("True", clock.instant(), "b"))).isZero();
  }

  @Test
  void aClockThatIsSetBackHoldsNothingUp() {
    var app = app(status("False", start, "a"));
    writer.write(app, app.getStatus());
    clock.set(start.minusSeconds(3600));

    assertThat(writer.pause(app, status("False", start, "b"))).isZero();
    writer.write(app, app.getStatus());
    assertThat(writer.pause(app, status("False", start, "c"))).isEqualTo(Duration.ofSeconds(1));
  }

  private static PatternedApp app(PatternedAppStatus status) {
    var app = Apps.app("main: {image: i}");
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
