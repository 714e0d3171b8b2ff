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
public final class ExpiringTimestamps {

  private final Map<String, Instant> timestamps = new LinkedHashMap<>();
  private final Duration retention;

  /**
   * No times.
   *
   * @param retention for how long at least one is kept
   */
  public ExpiringTimestamps(Duration retention) {
    this.retention = retention;
  }

  /** The time of an app; empty when there is none, or it was forgotten. */
  public synchronized Optional<Instant> get(PatternedApp app) {
    return Optional.ofNullable(timestamps.get(uid(app)));
  }

  /** Sets the time of an app to the present. */
  public synchronized void put(PatternedApp app, Instant now) {
    timestamps.remove(uid(app));
    timestamps.put(uid(app), now);
    var expiry = now.minus(retention);
    for (var oldest = timestamps.values().iterator(); oldest.next().isBefore(expiry); ) {
      oldest.remove();
    }
  }

  /** Forgets the time of an app. */
  public synchronized void remove(PatternedApp app) {
    timestamps.remove(uid(app));
  }

  /** How many are kept. */
  synchronized int size() {
    return timestamps.size();
  }

  private static String uid(PatternedApp app) {
    return app.getMetadata().getUid();
  }
}
