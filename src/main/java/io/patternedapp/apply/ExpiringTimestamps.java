package io.patternedapp.apply;

import io.patternedapp.api.PatternedApp;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps a timestamp for each app, by uid. Timestamps expire, so that deleted apps leave nothing
 * behind; the oldest come first, so that expiry needs no scan.
 */
public final class ExpiringTimestamps {

  private final Map<String, Instant> timestamps = new LinkedHashMap<>();
  private final Duration retention;

  /**
   * Creates an empty collection.
   *
   * @param retention how long a timestamp is kept at least
   */
  public ExpiringTimestamps(Duration retention) {
    this.retention = retention;
  }

  /** Returns the timestamp of an app; empty when there is none, or it has expired. */
  public synchronized Optional<Instant> get(PatternedApp app) {
    return Optional.ofNullable(timestamps.get(uid(app)));
  }

  /** Sets the timestamp of an app, and removes expired ones. */
  public synchronized void put(PatternedApp app, Instant now) {
    timestamps.remove(uid(app));
    timestamps.put(uid(app), now);
    var expiry = now.minus(retention);
    for (var oldest = timestamps.values().iterator(); oldest.next().isBefore(expiry); ) {
      oldest.remove();
    }
  }

  /** Removes the timestamp of an app. */
  public synchronized void remove(PatternedApp app) {
    timestamps.remove(uid(app));
  }

  /** Returns the number of timestamps. */
  synchronized int size() {
    return timestamps.size();
  }

  private static String uid(PatternedApp app) {
    return app.getMetadata().getUid();
  }
}
