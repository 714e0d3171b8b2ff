package io.patternedapp.apply.guard;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.workload.LastReportedState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prevents the reconcile of a stale PatternedApp. A cache may be filled from an API server that
 * lags behind; to an operator that has just started, children of a newer spec would then look like
 * drift. Before its first write for an app, the operator reads the current generation from the API
 * server; later it compares with the generations that it has seen.
 */
public final class StalenessGuard {

  /** The generation of an app beyond this number is read again. */
  private static final int MAX_TRACKED_APPS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(StalenessGuard.class);

  private final Function<PatternedApp, Optional<PatternedApp>> freshReader;
  private final Map<String, Long> generations =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_TRACKED_APPS;
        }
      };

  /**
   * Creates a guard that has seen no app.
   *
   * @param freshReader reads an app from the API server, past all caches
   */
  public StalenessGuard(Function<PatternedApp, Optional<PatternedApp>> freshReader) {
    this.freshReader = freshReader;
  }

  /** Records the generation that the cache has. */
  public void observe(PatternedApp app) {
    synchronized (generations) {
      generations.computeIfPresent(uid(app), (uid, known) -> Math.max(known, generation(app)));
    }
  }

  /**
   * Checks that the app is the current one; to be called before an object is changed.
   *
   * @throws StaleAppException when the API server has a newer generation, or no such app
   */
  public void ensureCurrent(PatternedApp app) {
    if (latestGeneration(app) > generation(app)) {
      throw new StaleAppException(app);
    }
  }

  /**
   * Checks the same before a child is created. An app that the operator has never reported on has
   * no children yet, so it needs no request.
   */
  public void ensureCurrentUnlessNew(PatternedApp app) {
    if (!LastReportedState.isNewApp(app)) {
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
    LOG.debug("Reading the current generation of the app from the API server");
    var live = freshReader.apply(app).filter(found -> uid(found).equals(uid(app)));
    var generation = generation(live.orElseThrow(() -> new StaleAppException(app)));
    synchronized (generations) {
      return generations.merge(uid(app), generation, Math::max);
    }
  }

  private static String uid(PatternedApp app) {
    return app.getMetadata().getUid();
  }

  private static long generation(PatternedApp app) {
    return Objects.requireNonNullElse(app.getMetadata().getGeneration(), 0L);
  }
}
