package io.patternedapp.operator;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.apply.ExpiringTimestamps;
import io.patternedapp.status.input.ObservedState;
import io.patternedapp.status.workload.PodShortage;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks since when the controller of an app's Pods has not created all of them, which no object in
 * the cluster records. A restart of the operator resets the times.
 */
final class MissingPodsTracker {

  private static final Logger LOG = LoggerFactory.getLogger(MissingPodsTracker.class);

  /** Entries that were not read for this long belong to deleted apps. */
  private static final Duration RETENTION = Duration.ofDays(1);

  private final ExpiringTimestamps missingSince = new ExpiringTimestamps(RETENTION);
  private final Clock clock;

  MissingPodsTracker(Clock clock) {
    this.clock = clock;
  }

  /** Returns the observed state with the time since when Pods are missing, if they are. */
  ObservedState withMissingSince(PatternedApp app, ObservedState observed) {
    if (!PodShortage.hasMissingPods(app, observed)) {
      missingSince.remove(app);
      return observed;
    }
    var now = clock.instant();
    // A time in the future was recorded before the clock was set back.
    var known = missingSince.get(app).filter(at -> !at.isAfter(now));
    if (known.isEmpty()) {
      LOG.debug("Pods are missing since {}", now);
      missingSince.put(app, now);
    }
    return observed.withPodsMissingSince(known.orElse(now));
  }
}
