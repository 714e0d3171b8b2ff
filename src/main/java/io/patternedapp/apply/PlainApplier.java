package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.apply.error.NameConflictProblems;
import io.patternedapp.model.ChildId;
import io.patternedapp.model.workload.LastReportedState;

/** Applies a child whose kind needs no rules of its own. */
final class PlainApplier {

  private final GuardedChildWriter children;

  PlainApplier(GuardedChildWriter children) {
    this.children = children;
  }

  /** Brings a child in sync; a rejection becomes a problem of the app. */
  ApplyStepResult apply(ApplyInput input, HasMetadata desired) {
    return ApplyStepResult.attempt(desired, () -> applyOrThrow(input, desired));
  }

  /**
   * Brings a child in sync.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server rejects it
   */
  ApplyStepResult applyOrThrow(ApplyInput input, HasMetadata desired) {
    var id = ChildId.of(desired);
    return switch (children.ensure(input.app(), desired, input.find(desired))) {
      case UNCHANGED -> ApplyStepResult.none();
      case CREATED -> ApplyStepResult.change(ChangeKind.Created, id + " was created");
      case UPDATED -> LastReportedState.wasInSync(input.app()) ? repaired(id) : synced(id);
      case ADOPTED ->
          ApplyStepResult.change(
              ChangeKind.Adopted, id + " was adopted: the app controls it from now on");
      case OWNER_DELETED -> ApplyStepResult.problem(NameConflictProblems.ownerDeleted(id));
      case FOREIGN -> ApplyStepResult.problem(NameConflictProblems.foreign(id));
    };
  }

  /** A child was updated after a change of the app. */
  static ApplyStepResult synced(ChildId id) {
    return ApplyStepResult.change(ChangeKind.Synced, id + " was updated from the app");
  }

  /** Drift was corrected. */
  static ApplyStepResult repaired(ChildId id) {
    return ApplyStepResult.change(
        ChangeKind.Repaired, id + " was restored: someone else had changed it");
  }
}
