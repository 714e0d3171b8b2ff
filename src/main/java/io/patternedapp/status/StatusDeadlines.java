package io.patternedapp.status;

import io.patternedapp.status.input.StatusInput;
import io.patternedapp.status.pod.PodSandboxStartup;
import io.patternedapp.status.workload.PodShortage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** When the status may change although nothing happens, since something has taken too long. */
public final class StatusDeadlines {

  private StatusDeadlines() {}

  /** How long until then; empty when only an event can change it. */
  public static Optional<Duration> nextRequeue(StatusInput input, Clock clock) {
    var now = clock.instant();
    var podCreationDeadline =
        Stream.ofNullable(input.observed().podsMissingSince())
            .map(since -> since.plus(PodShortage.CREATION_TIMEOUT));
    var podStartupDeadlines =
        input.observed().pods().stream()
            .flatMap(pod -> PodSandboxStartup.pendingSince(pod).stream())
            .map(since -> since.plus(PodSandboxStartup.STARTUP_TIMEOUT));
    return Stream.concat(podCreationDeadline, podStartupDeadlines)
        .filter(now::isBefore)
        .min(Instant::compareTo)
        .map(then -> Duration.between(now, then));
  }
}
