package io.patternedapp.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/** Compares the generation of an object with the generation that its controller has observed. */
public final class Generations {

  private Generations() {}

  /**
   * Returns whether a status describes the newest spec.
   *
   * @param observedGeneration {@code status.observedGeneration}
   */
  public static boolean isObserved(HasMetadata object, @Nullable Long observedGeneration) {
    var generation = object.getMetadata().getGeneration();
    return generation == null || (observedGeneration != null && observedGeneration >= generation);
  }
}
