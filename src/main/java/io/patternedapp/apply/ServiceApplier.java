package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.apply.error.ApiErrors;
import io.patternedapp.apply.error.NameConflictProblems;
import io.patternedapp.model.ChildId;

/**
 * Applies a Service. Replaces the Service if a change makes it headless or no longer headless, or
 * changes its load balancer class, because these fields are immutable.
 */
final class ServiceApplier {

  private final GuardedChildWriter children;
  private final PlainApplier plain;

  ServiceApplier(GuardedChildWriter children, PlainApplier plain) {
    this.children = children;
    this.plain = plain;
  }

  /** Brings a Service in sync; a rejection becomes a problem of the app. */
  ApplyStepResult apply(ApplyInput input, Service desired) {
    return ApplyStepResult.attempt(desired, () -> applyOrReplace(input, desired));
  }

  private ApplyStepResult applyOrReplace(ApplyInput input, Service desired) {
    var live = input.find(desired);
    if (live == null || !input.owns(live)) {
      return plain.applyOrThrow(input, desired);
    }
    if (isHeadless(desired) != isHeadless((Service) live)) {
      return replace(input, live, desired);
    }
    try {
      return plain.applyOrThrow(input, desired);
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isImmutableField(e)) {
        throw e;
      }
      return replace(input, live, desired);
    }
  }

  private ApplyStepResult replace(ApplyInput input, HasMetadata live, Service desired) {
    var id = ChildId.of(live);
    if (live.getMetadata().getDeletionTimestamp() != null) {
      return ApplyStepResult.problem(NameConflictProblems.predecessorTerminating(id));
    }
    children.delete(input.app(), live);
    return ApplyStepResult.updating("replace " + id, "the change is not possible in place")
        .and(ApplyStepResult.attempt(desired, () -> createReplacement(input, live, desired)));
  }

  /** A finalizer, such as that of a load balancer, may keep the predecessor for minutes. */
  private ApplyStepResult createReplacement(ApplyInput input, HasMetadata live, Service desired) {
    try {
      children.createReplacement(input.app(), desired, live);
      return ApplyStepResult.none();
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isConflict(e)) {
        throw e;
      }
      return ApplyStepResult.problem(NameConflictProblems.predecessorTerminating(ChildId.of(live)));
    }
  }

  private static boolean isHeadless(Service service) {
    return "None".equals(service.getSpec().getClusterIP());
  }
}
