package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.apply.error.OwnershipConflicts;
import io.patternedapp.model.ChildId;
import io.patternedapp.model.workload.LastReportedState;

/** Applies a child whose kind needs no rules of its own. */
final class PlainApplier {

  private final ChildApplier children;

  PlainApplier(ChildApplier children) {
    this.children = children;
  }

  /** Brings a child in sync; a rejection becomes a problem of the app. */
  ChildResult apply(ApplyContext context, HasMetadata desired) {
    return ChildResult.attempt(desired, () -> applyOrThrow(context, desired));
  }

  /**
   * Brings a child in sync.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server rejects it
   */
  ChildResult applyOrThrow(ApplyContext context, HasMetadata desired) {
    var id = ChildId.of(desired);
    return switch (children.ensure(context.app(), desired, context.find(desired))) {
      case UNCHANGED -> ChildResult.none();
      case CREATED -> ChildResult.change(ChangeReason.Created, id + " was created");
      case UPDATED ->
          LastReportedState.wasInSync(context.app())
              ? repaired(id)
              : ChildResult.change(ChangeReason.Synced, id + " was updated from the app");
      case ADOPTED ->
          ChildResult.change(
              ChangeReason.Adopted, id + " was adopted: the app controls it from now on");
      case OWNER_DELETED -> ChildResult.problem(OwnershipConflicts.ownerDeleted(id));
      case FOREIGN -> ChildResult.problem(OwnershipConflicts.foreign(id));
    };
  }

  /** Drift was corrected. */
  static ChildResult repaired(ChildId id) {
    return ChildResult.change(
        ChangeReason.Repaired, id + " was restored: someone else had changed it");
  }
}
