package io.patternedapp.model.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.api.schema.NullSafe;
import org.jspecify.annotations.Nullable;

/** Rules for status fields that all workload kinds share. */
public final class WorkloadStatusFields {

  private WorkloadStatusFields() {}

  /** Whether the controller has observed the current spec, so that the status describes it. */
  static boolean isGenerationObserved(HasMetadata workload, @Nullable Long observedGeneration) {
    var generation = workload.getMetadata().getGeneration();
    return generation == null || (observedGeneration != null && observedGeneration >= generation);
  }

  /** Returns a count of a status; 0 if the API server omits it. */
  public static int count(@Nullable Integer n) {
    return NullSafe.orZero(n);
  }
}
