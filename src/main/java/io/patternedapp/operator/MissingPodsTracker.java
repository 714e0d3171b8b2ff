package io.patternedapp.operator;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.apply.ExpiringTimestamps;
import io.patternedapp.status.input.ObservedState;
import io.patternedapp.status.workload.PodShortage;
import java.time.Clock;
import java.time.Duration;

/**
 * Remembers since when what runs an app's Pods has not made them all: nothing in the cluster says
 * it. What it forgets with a restart is only how long it has been.
 */
final class MissingPodsTracker {

  /** What was not asked for in so long belongs to apps that are gone. */
  private static final Duration RETENTION = Duration.ofDays(1);

  private final ExpiringTimestamps missingSince = new ExpiringTimestamps(RETENTION);
  private final Clock clock;

  MissingPodsTracker(Clock clock) {
    this.clock = clock;
  }

  /** The same children, with since when Pods are missing. */
  ObservedState withMissingSince(PatternedApp app, ObservedState observed) {
    if (!PodShortage.hasMissingPods(app, observed)) {
      missingSince.remove(app);
      return observed;
    }
    var now = clock.instant();
    // What is in the future is from before the clock was set back.
    var known = missingSince.get(app).filter(at -> !at.isAfter(now));
    if (known.isEmpty()) {
      missingSince.put(app, now);
    }
    return observed.withPodsMissingSince(known.orElse(now));
  }
}
