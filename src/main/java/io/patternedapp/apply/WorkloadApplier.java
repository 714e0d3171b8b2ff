package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apply.error.ApiErrors;
import io.patternedapp.apply.error.NameConflictProblems;
import io.patternedapp.model.ChildId;
import io.patternedapp.model.workload.LastReportedState;

/** Applies the Deployment, StatefulSet, DaemonSet, Job or CronJob that runs an app's Pods. */
final class WorkloadApplier {

  private final GuardedChildWriter children;
  private final PlainApplier plain;

  WorkloadApplier(GuardedChildWriter children, PlainApplier plain) {
    this.children = children;
    this.plain = plain;
  }

  /**
   * Brings a workload in sync. If the change affects an immutable field, replaces a Job with {@code
   * onChange: Replace}; otherwise reports a problem. A Job that has finished and was deleted does
   * not run again until the app changes.
   */
  ApplyStepResult apply(ApplyInput input, HasMetadata desired) {
    if (input.find(desired) == null && LastReportedState.hasFinishedJob(input.app())) {
      return ApplyStepResult.none();
    }
    return ApplyStepResult.attempt(desired, () -> applyOrReplace(input, desired));
  }

  /** Checks that the API server would create the object, without creating it. */
  ApplyStepResult checkCreatable(ApplyInput input, HasMetadata desired) {
    var id = ChildId.of(desired);
    return ApplyStepResult.attempt(
        desired,
        () ->
            switch (children.resolveOwnership(input.app(), desired, input.find(desired))) {
              case OWNER_DELETED -> ApplyStepResult.problem(NameConflictProblems.ownerDeleted(id));
              case FOREIGN -> ApplyStepResult.problem(NameConflictProblems.foreign(id));
              case ADOPTABLE -> ApplyStepResult.none();
              case OWNED -> {
                children.dryRunReplacement(input.app(), desired);
                yield ApplyStepResult.none();
              }
            });
  }

  private ApplyStepResult applyOrReplace(ApplyInput input, HasMetadata desired) {
    try {
      return plain.applyOrThrow(input, desired);
    } catch (KubernetesClientException e) {
      var live = input.find(desired);
      if (live == null || !ApiErrors.isInvalid(e)) {
        throw e;
      }
      children.dryRunReplacement(input.app(), desired);
      return handleImmutableChange(input, live, desired, e);
    }
  }

  /** To be called after a dry run accepted the object, so only the change is invalid. */
  private ApplyStepResult handleImmutableChange(
      ApplyInput input, HasMetadata live, HasMetadata desired, KubernetesClientException e) {
    var id = ChildId.of(live);
    if (live.getMetadata().getDeletionTimestamp() != null) {
      return ApplyStepResult.waitingFor(id + " is being deleted; it is recreated afterwards");
    }
    if (!canReplace(input.app())) {
      return ApplyStepResult.problem(ApiErrors.toImmutableProblem(desired, e));
    }
    children.delete(input.app(), live);
    return ApplyStepResult.podsOutdated()
        .and(
            ApplyStepResult.updating(
                "replace " + id, ApiErrors.immutableFields(e) + " cannot change in place"));
  }

  private static boolean canReplace(PatternedApp app) {
    var workload = app.getSpec().workload();
    return workload != null && workload.job() != null && workload.job().shouldReplaceOnChange();
  }
}
