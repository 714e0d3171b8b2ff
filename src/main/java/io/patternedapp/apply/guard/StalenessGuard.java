package io.patternedapp.apply.guard;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.PatternedApp;
import java.net.HttpURLConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps the past of an app from being restored. A cache may be filled from an API server that lags
 * behind: to an operator that has just started, children that follow a newer spec would look like
 * drift. So it asks once for each app, before it changes anything, whether what it knows is the
 * newest; later its own memory tells when a cache falls behind.
 */
public final class StalenessGuard {

  /** What is forgotten is asked for again. */
  private static final int MAX_TRACKED_APPS = 10_000;

  private final Function<PatternedApp, Optional<PatternedApp>> freshReader;
  private final Map<String, Long> generations =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_TRACKED_APPS;
        }
      };

  /**
   * @param freshReader reads an app anew, past all caches
   */
  public StalenessGuard(Function<PatternedApp, Optional<PatternedApp>> freshReader) {
    this.freshReader = freshReader;
  }

  /** Notes that the cache has come to this. */
  public void observe(PatternedApp app) {
    synchronized (generations) {
      generations.computeIfPresent(uid(app), (uid, known) -> Math.max(known, generation(app)));
    }
  }

  /**
   * Fails with 409 where the app is a newer one by now, or gone.
   *
   * @throws KubernetesClientException as where a child changed since it was read
   */
  public void ensureCurrent(PatternedApp app) {
    if (latestGeneration(app) > generation(app)) {
      throw staleConflict(app);
    }
  }

  /** The same before a child is made: for an app that nobody reported on nothing was done yet. */
  public void ensureCurrentUnlessNew(PatternedApp app) {
    var status = app.getStatus();
    if (status != null && status.observedGeneration() != null && status.observedGeneration() > 0) {
      ensureCurrent(app);
    }
  }

  private long latestGeneration(PatternedApp app) {
    synchronized (generations) {
      var known = generations.get(uid(app));
      if (known != null) {
        return known;
      }
    }
    var live = freshReader.apply(app).filter(found -> uid(found).equals(uid(app)));
    var generation = generation(live.orElseThrow(() -> staleConflict(app)));
    synchronized (generations) {
      return generations.merge(uid(app), generation, Math::max);
    }
  }

  private static KubernetesClientException staleConflict(PatternedApp app) {
    var message =
        "PatternedApp %s is another by now than the cache shows"
            .formatted(app.getMetadata().getName());
    return new KubernetesClientException(
        message,
        HttpURLConnection.HTTP_CONFLICT,
        new StatusBuilder()
            .withCode(HttpURLConnection.HTTP_CONFLICT)
            .withReason("Conflict")
            .withMessage(message)
            .build());
  }

  private static String uid(PatternedApp app) {
    return app.getMetadata().getUid();
  }

  private static long generation(PatternedApp app) {
    return Objects.requireNonNullElse(app.getMetadata().getGeneration(), 0L);
  }
}
