package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.status.LastUpdate;
import io.patternedapp.apply.error.ApiErrors;
import io.patternedapp.apply.error.OwnershipConflicts;
import io.patternedapp.apply.error.Redactor;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.ChildId;
import io.patternedapp.model.ConditionTypes;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.result.AppliedChange;
import io.patternedapp.model.result.ApplySummary;
import io.patternedapp.model.result.ChildProblem;
import io.patternedapp.model.result.RolloutBlocker;
import io.patternedapp.rollout.Ownership;
import io.patternedapp.rollout.UpdatePlan;
import io.patternedapp.rollout.UpdatePlanFormatter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One pass over the children of one app: what it found and did. Lives as long as a reconcile. */
final class ApplyContext {

  private final PatternedApp app;
  private final Map<ChildId, HasMetadata> existing;
  private final ChildApplier children;
  private final boolean wasInSync;
  private final boolean isNewSpec;
  private final List<ChildProblem> problems = new ArrayList<>();
  private final List<AppliedChange> changes = new ArrayList<>();
  private boolean podsCurrent = true;
  private boolean dryRunDone;
  private @Nullable LastUpdate lastUpdate;
  private @Nullable String waitingFor;
  private @Nullable RolloutBlocker rolloutBlocker;
  private @Nullable Duration requeueAfter;

  ApplyContext(PatternedApp app, Map<ChildId, HasMetadata> existing, ChildApplier children) {
    this.app = app;
    this.existing = existing;
    this.children = children;
    this.isNewSpec = isNewSpec(app);
    this.wasInSync = !isNewSpec && isApplied(app);
  }

  boolean hasNoErrors() {
    return problems.isEmpty();
  }

  /** Own Pods of the app by name, also those that are being deleted. */
  Map<String, Pod> ownPods() {
    return existing.values().stream()
        .filter(Pod.class::isInstance)
        .filter(pod -> Ownership.resolve(pod, app) == Ownership.OWNED)
        .collect(Collectors.toMap(pod -> pod.getMetadata().getName(), Pod.class::cast));
  }

  /** Makes a child as wanted; a refusal becomes a problem of the app. */
  void ensure(HasMetadata desired) {
    recordErrors(
        desired,
        () -> {
          if (desired instanceof Service service) {
            ensureService(service);
          } else {
            ensureOrThrow(desired);
          }
        });
  }

  /**
   * Makes what runs the Pods as wanted. Where the API server allows no such change it is replaced,
   * or else a problem of the app.
   *
   * @param canReplace whether it may be deleted to be made anew
   */
  void ensureWorkload(HasMetadata desired, boolean canReplace) {
    recordErrors(
        desired,
        () -> {
          try {
            ensureOrThrow(desired);
          } catch (KubernetesClientException e) {
            var live = existing.get(ChildId.of(desired));
            if (live == null || !ApiErrors.isInvalid(e)) {
              throw e;
            }
            dryRunCreate(desired);
            handleImmutableChange(live, desired, canReplace, e);
          }
        });
  }

  /** Finds, as a problem of the app, that an object could not be made. */
  void ensureCreatable(HasMetadata desired) {
    recordErrors(
        desired,
        () -> {
          var id = ChildId.of(desired);
          switch (children.resolveOwnership(app, desired, existing.get(id))) {
            case OWNER_DELETED -> problems.add(OwnershipConflicts.ownerDeleted(id));
            case FOREIGN -> problems.add(OwnershipConflicts.foreign(id));
            case OWNED -> dryRunCreate(desired);
          }
        });
  }

  /** Notes what a roll comes to, when it begins. */
  void recordRolloutStart(UpdatePlanFormatter formatter, Collection<UpdatePlan> plans) {
    if (!plans.isEmpty() && isNewSpec) {
      recordLastUpdate(formatter.formatPlan(plans), formatter.formatReason(plans));
    }
  }

  /** Notes that a running Pod was changed. */
  void recordPatch(Pod desired, Pod live) {
    var id = ChildId.of(desired);
    var isSameTemplate =
        Objects.equals(
            desired.getMetadata().getAnnotations().get(Annotations.TEMPLATE_HASH),
            live.getMetadata().getAnnotations().get(Annotations.TEMPLATE_HASH));
    changes.add(wasInSync && isSameTemplate ? repaired(id) : synced(id));
  }

  /** Notes that a Pod which had ended was replaced. */
  void recordReplacement(Pod live, String reason) {
    changes.add(new AppliedChange("Replaced", ChildId.of(live) + ": " + reason));
  }

  /** Notes that the app holds its roll. */
  void recordPaused() {
    rolloutBlocker =
        new RolloutBlocker(Reason.Paused, "the roll is held: remove workload.pod.paused to go on");
  }

  /** Notes that a roll stops at a Pod. */
  void recordDeadlineExceeded(String pod, Duration deadline) {
    rolloutBlocker =
        new RolloutBlocker(
            Reason.ProgressDeadlineExceeded,
            "the roll has stopped: Pod %s did not get Ready within %d seconds of its change. Mend the spec, or take the change back"
                .formatted(pod, deadline.toSeconds()));
  }

  /** Notes that a Pod is not yet what it should be. */
  void markOutdated() {
    podsCurrent = false;
  }

  /** Notes what the next step waits for; an event tells when it is over. */
  void recordWaitingFor(String description) {
    podsCurrent = false;
    waitingFor = description;
  }

  /** Notes that a Pod is replaced later. */
  void recordDeferred(String description, Duration delay) {
    recordWaitingFor(description);
    requeueAfter(delay);
  }

  /** Notes that it is worth looking again although nothing may happen until then. */
  void requeueAfter(Duration delay) {
    if (!delay.isNegative() && (requeueAfter == null || delay.compareTo(requeueAfter) < 0)) {
      requeueAfter = delay;
    }
  }

  /** Deletes an own object that is no longer wanted; others are left alone. */
  void deleteIfOwned(HasMetadata live) {
    if (Ownership.resolve(live, app) != Ownership.OWNED) {
      return;
    }
    recordErrors(
        live,
        () -> {
          children.delete(app, live);
          changes.add(new AppliedChange("Removed", ChildId.of(live) + " is no longer wanted"));
        });
  }

  ApplyResult toResult() {
    return new ApplyResult(
        new ApplySummary(redactedErrors(), podsCurrent, lastUpdate, waitingFor, rolloutBlocker),
        List.copyOf(changes),
        requeueAfter);
  }

  private List<ChildProblem> redactedErrors() {
    if (problems.isEmpty()) {
      return List.of();
    }
    var redactor = Redactor.forApp(app);
    return problems.stream().map(redactor::redact).toList();
  }

  private void ensureOrThrow(HasMetadata desired) {
    var id = ChildId.of(desired);
    switch (children.ensure(app, desired, existing.get(id))) {
      case UNCHANGED -> {}
      case CREATED -> changes.add(new AppliedChange("Created", id + " was made"));
      case UPDATED -> recordUpdate(id);
      case ADOPTED ->
          changes.add(
              new AppliedChange(
                  "Adopted", id + " was handed over: it is the app's own from now on"));
      case OWNER_DELETED -> problems.add(OwnershipConflicts.ownerDeleted(id));
      case FOREIGN -> problems.add(OwnershipConflicts.foreign(id));
    }
  }

  /** Some of a Service is fixed for its life: whether it is headless, and its load balancer. */
  private void ensureService(Service desired) {
    var live = existing.get(ChildId.of(desired));
    if (live == null || Ownership.resolve(live, app) != Ownership.OWNED) {
      ensureOrThrow(desired);
    } else if (isHeadless(desired) != isHeadless((Service) live)) {
      replaceService((Service) live, desired);
    } else {
      try {
        ensureOrThrow(desired);
      } catch (KubernetesClientException e) {
        if (!ApiErrors.isImmutableField(e)) {
          throw e;
        }
        replaceService((Service) live, desired);
      }
    }
  }

  private void replaceService(Service live, Service desired) {
    var id = ChildId.of(live);
    if (live.getMetadata().getDeletionTimestamp() != null) {
      problems.add(OwnershipConflicts.predecessorTerminating(id));
      return;
    }
    children.delete(app, live);
    recordLastUpdate("replace " + id, "what differs cannot be changed in place");
    try {
      children.createReplacement(app, desired, live);
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isConflict(e)) {
        throw e;
      }
      problems.add(OwnershipConflicts.predecessorTerminating(id));
    }
  }

  private static boolean isHeadless(Service service) {
    return "None".equals(service.getSpec().getClusterIP());
  }

  private void recordUpdate(ChildId id) {
    changes.add(wasInSync ? repaired(id) : synced(id));
  }

  private static AppliedChange repaired(ChildId id) {
    return new AppliedChange("Repaired", id + " had been changed by someone else");
  }

  private static AppliedChange synced(ChildId id) {
    return new AppliedChange("Synced", id + " follows the app");
  }

  /**
   * Fails where the API server would refuse a running object's successor: it goes only once that is
   * known.
   */
  void dryRunCreate(HasMetadata desired) {
    if (dryRunDone) {
      return;
    }
    try {
      children.dryRunCreate(app, desired);
    } catch (KubernetesClientException e) {
      if (ApiErrors.isConflict(e)
          || ApiErrors.isServerUnavailable(e)
          || ApiErrors.blocksReplacement(e)) {
        throw e;
      }
    }
    dryRunDone = true;
  }

  /** The object itself would be possible, so it is the change that is not. */
  private void handleImmutableChange(
      HasMetadata live, HasMetadata desired, boolean canReplace, KubernetesClientException e) {
    if (live.getMetadata().getDeletionTimestamp() != null) {
      recordWaitingFor(ChildId.of(live) + " is being deleted and is then made anew");
    } else if (canReplace) {
      children.delete(app, live);
      markOutdated();
      recordLastUpdate(
          "replace " + ChildId.of(live), ApiErrors.immutableFields(e) + " cannot change in place");
    } else {
      problems.add(ApiErrors.toImmutableProblem(desired, e));
    }
  }

  /**
   * Whether a webhook did not answer. Each further write would wait for it as long again, for
   * minutes where there are many Pods, while nobody is told and the thread serves no other app.
   */
  private boolean isWebhookDown() {
    return problems.stream().anyMatch(problem -> problem.reason() == Reason.WebhookFailed);
  }

  private void recordLastUpdate(String plan, String reason) {
    lastUpdate = LastUpdate.started(plan, reason);
    changes.add(new AppliedChange("Updating", plan + ": " + reason));
  }

  /** Runs a write; a refusal becomes a problem of the app. */
  void recordErrors(HasMetadata child, Runnable write) {
    if (isWebhookDown()) {
      return;
    }
    try {
      write.run();
    } catch (KubernetesClientException e) {
      if (ApiErrors.isConflict(e) || ApiErrors.isServerUnavailable(e)) {
        throw e;
      }
      problems.add(ApiErrors.toProblem(ChildId.of(child), e));
    }
  }

  private static boolean isNewSpec(PatternedApp app) {
    var generation = app.getMetadata().getGeneration();
    return generation == null
        || app.getStatus() == null
        || !generation.equals(app.getStatus().observedGeneration());
  }

  /** Whether the children were as wanted, so that a difference is drift. */
  private static boolean isApplied(PatternedApp app) {
    return app.getStatus()
        .condition(ConditionTypes.APPLIED)
        .map(Condition::getStatus)
        .filter("True"::equals)
        .isPresent();
  }
}
