package io.patternedapp.apply;

import io.patternedapp.api.PatternedApp;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A time for each of many apps, by their uid. What is too old is forgotten, so that apps that are
 * gone leave nothing; the oldest come first, so that nobody has to look through all.
 */
public final class AppTimes {

  private final Map<String, Instant> times = new LinkedHashMap<>();
  private final Duration kept;

  /**
   * No times.
   *
   * @param kept for how long at least one is kept
   */
  public AppTimes(Duration kept) {
    this.kept = kept;
  }

  /** The time of an app; empty when there is none, or it was forgotten. */
  public synchronized Optional<Instant> of(PatternedApp app) {
    return Optional.ofNullable(times.get(uid(app)));
  }

  /** Sets the time of an app to the present. */
  public synchronized void set(PatternedApp app, Instant now) {
    times.remove(uid(app));
    times.put(uid(app), now);
    var due = now.minus(kept);
    for (var oldest = times.values().iterator(); oldest.next().isBefore(due); ) {
      oldest.remove();
    }
  }

  /** Forgets the time of an app. */
  public synchronized void remove(PatternedApp app) {
    times.remove(uid(app));
  }

  /** How many are kept. */
  synchronized int size() {
    return times.size();
  }

  private static String uid(PatternedApp app) {
    return app.getMetadata().getUid();
  }
}
