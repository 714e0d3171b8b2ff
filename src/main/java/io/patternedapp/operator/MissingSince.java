package io.patternedapp.operator;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.apply.AppTimes;
import io.patternedapp.status.MissingPods;
import io.patternedapp.status.Observed;
import java.time.Clock;
import java.time.Duration;

/**
 * Remembers since when what runs an app's Pods has not made them all: nothing in the cluster says
 * it. What it forgets with a restart is only how long it has been.
 */
final class MissingSince {

  /** What was not asked for in so long belongs to apps that are gone. */
  private static final Duration KEPT = Duration.ofDays(1);

  private final AppTimes since = new AppTimes(KEPT);
  private final Clock clock;

  MissingSince(Clock clock) {
    this.clock = clock;
  }

  /** The same children, with since when Pods are missing. */
  Observed remember(PatternedApp app, Observed observed) {
    if (!MissingPods.areMissing(app, observed)) {
      since.remove(app);
      return observed;
    }
    var now = clock.instant();
    // What is in the future is from before the clock was set back.
    var known = since.of(app).filter(at -> !at.isAfter(now));
    if (known.isEmpty()) {
      since.set(app, now);
    }
    return observed.withPodsMissingSince(known.orElse(now));
  }
}
