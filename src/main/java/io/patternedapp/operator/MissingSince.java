package io.patternedapp.operator;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.status.MissingPods;
import io.patternedapp.status.Observed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers since when what runs an app's Pods has not made them all: nothing in the cluster says
 * it. What it forgets with a restart is only how long it has been.
 */
final class MissingSince {

  /** What was not asked for in so long belongs to apps that are gone. */
  private static final Duration KEPT = Duration.ofDays(1);

  private final Map<String, Instant> since = new ConcurrentHashMap<>();
  private final Clock clock;

  MissingSince(Clock clock) {
    this.clock = clock;
  }

  /** The same children, with since when Pods are missing. */
  Observed remember(PatternedApp app, Observed observed) {
    var uid = app.getMetadata().getUid();
    if (!MissingPods.areMissing(app, observed)) {
      since.remove(uid);
      return observed;
    }
    var now = clock.instant();
    // What is in the future is from before the clock was set back.
    since.values().removeIf(at -> at.plus(KEPT).isBefore(now) || at.isAfter(now));
    return observed.withPodsMissingSince(since.computeIfAbsent(uid, key -> now));
  }
}
