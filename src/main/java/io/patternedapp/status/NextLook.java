package io.patternedapp.status;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** When the status may change although nothing happens, since something has taken too long. */
public final class NextLook {

  private NextLook() {}

  /** How long until then; empty when only an event can change it. */
  public static Optional<Duration> in(Situation situation, Clock clock) {
    var now = clock.instant();
    var missing =
        Stream.ofNullable(situation.observed().podsMissingSince())
            .map(since -> since.plus(MissingPods.PATIENCE));
    var starting =
        situation.observed().pods().stream()
            .flatMap(pod -> StartingPods.since(pod).stream())
            .map(since -> since.plus(StartingPods.PATIENCE));
    return Stream.concat(missing, starting)
        .filter(now::isBefore)
        .min(Instant::compareTo)
        .map(then -> Duration.between(now, then));
  }
}
