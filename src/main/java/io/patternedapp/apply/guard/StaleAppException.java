package io.patternedapp.apply.guard;

import io.patternedapp.api.PatternedApp;
import java.io.Serial;

/**
 * Thrown when the API server has a newer generation of a PatternedApp than the cache, or no longer
 * has the app. Nothing is wrong with the app: the reconcile is retried once the cache has caught
 * up.
 */
public final class StaleAppException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  StaleAppException(PatternedApp app) {
    super(
        "the cache has an outdated generation of PatternedApp %s"
            .formatted(app.getMetadata().getName()));
  }
}
