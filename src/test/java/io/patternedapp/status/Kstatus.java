package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.patternedapp.api.PatternedApp;

/** The rules by which kstatus, and therefore Flux, computes the status of a custom resource. */
enum Kstatus {
  TERMINATING,
  IN_PROGRESS,
  FAILED,
  CURRENT;

  static Kstatus compute(PatternedApp app) {
    if (app.getMetadata().getDeletionTimestamp() != null) {
      return TERMINATING;
    }
    var status = app.getStatus();
    if (status == null) {
      return CURRENT;
    }
    if (status.observedGeneration() != null
        && !status.observedGeneration().equals(app.getMetadata().getGeneration())) {
      return IN_PROGRESS;
    }
    if (isTrue(app, "Reconciling")) {
      return IN_PROGRESS;
    }
    if (isTrue(app, "Stalled")) {
      return FAILED;
    }
    return status.condition("Ready").isEmpty() || isTrue(app, "Ready") ? CURRENT : IN_PROGRESS;
  }

  private static boolean isTrue(PatternedApp app, String type) {
    return app.getStatus()
        .condition(type)
        .map(Condition::getStatus)
        .filter("True"::equals)
        .isPresent();
  }
}
