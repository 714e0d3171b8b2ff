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

  private final ChildApplier children;
  private final PlainApplier plain;

  ServiceApplier(ChildApplier children, PlainApplier plain) {
    this.children = children;
    this.plain = plain;
  }

  /** Brings a Service in sync; a rejection becomes a problem of the app. */
  ApplyStepResult apply(ApplyContext context, Service desired) {
    return ApplyStepResult.attempt(desired, () -> applyOrReplace(context, desired));
  }

  private ApplyStepResult applyOrReplace(ApplyContext context, Service desired) {
    var live = context.find(desired);
    if (live == null || !context.owns(live)) {
      return plain.applyOrThrow(context, desired);
    }
    if (isHeadless(desired) != isHeadless((Service) live)) {
      return replace(context, live, desired);
    }
    try {
      return plain.applyOrThrow(context, desired);
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isImmutableField(e)) {
        throw e;
      }
      return replace(context, live, desired);
    }
  }

  private ApplyStepResult replace(ApplyContext context, HasMetadata live, Service desired) {
    var id = ChildId.of(live);
    if (live.getMetadata().getDeletionTimestamp() != null) {
      return ApplyStepResult.problem(NameConflictProblems.predecessorTerminating(id));
    }
    children.delete(context.app(), live);
    return ApplyStepResult.updating("replace " + id, "the change is not possible in place")
        .and(ApplyStepResult.attempt(desired, () -> createReplacement(context, live, desired)));
  }

  /** A finalizer, such as that of a load balancer, may keep the predecessor for minutes. */
  private ApplyStepResult createReplacement(
      ApplyContext context, HasMetadata live, Service desired) {
    try {
      children.createReplacement(context.app(), desired, live);
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
