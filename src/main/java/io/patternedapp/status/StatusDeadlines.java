package io.patternedapp.status;

import io.patternedapp.status.input.StatusInput;
import io.patternedapp.status.pod.PodSandboxStartup;
import io.patternedapp.status.workload.PodShortage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Computes when the status changes without an event, because a deadline passes. */
public final class StatusDeadlines {

  private StatusDeadlines() {}

  /** Returns the time until the next deadline; empty if only an event can change the status. */
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
