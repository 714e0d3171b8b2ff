package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apply.error.ApiErrors;
import io.patternedapp.apply.guard.RejectedInPlaceUpdates;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.ChildId;
import io.patternedapp.model.Labels;
import io.patternedapp.model.result.RolloutBlocker;
import io.patternedapp.model.workload.LastReportedState;
import io.patternedapp.rollout.CacheProjector;
import io.patternedapp.rollout.Fingerprint;
import io.patternedapp.rollout.InPlaceUpdateRecord;
import io.patternedapp.rollout.PodFieldDigests;
import io.patternedapp.rollout.PodRolloutPlanner;
import io.patternedapp.rollout.PodStateMetadata;
import io.patternedapp.rollout.PodStep;
import io.patternedapp.rollout.ResizableFields;
import io.patternedapp.rollout.RolloutSettings;
import io.patternedapp.rollout.UpdatePlan;
import io.patternedapp.rollout.UpdatePlanFormatter;
import io.patternedapp.rollout.UpdatePlanner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes the steps that {@link PodRolloutPlanner} decides on, for workload kind Pod. */
final class PodRolloutExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(PodRolloutExecutor.class);

  private static final Duration PDB_RETRY = Duration.ofSeconds(10);
  private static final Duration IMMEDIATE = Duration.ofMillis(1);

  private final GuardedChildWriter children;
  private final PlainApplier plain;
  private final KubeletCapabilities kubelets;
  private final Clock clock;
  private final RejectedInPlaceUpdates rejectedUpdates;

  PodRolloutExecutor(
      GuardedChildWriter children,
      PlainApplier plain,
      RejectedInPlaceUpdates rejectedUpdates,
      KubeletCapabilities kubelets,
      Clock clock) {
    this.children = children;
    this.plain = plain;
    this.rejectedUpdates = rejectedUpdates;
    this.kubelets = kubelets;
    this.clock = clock;
  }

  /** Executes the next step of each of the app's Pods. */
  ApplyStepResult execute(ApplyInput input) {
    var desired = input.desiredPods();
    return desired.isEmpty() ? ApplyStepResult.none() : new Pass(input, desired).run();
  }

  /** One decision on all Pods of an app, and its execution. */
  private final class Pass {

    private final ApplyInput input;
    private final PatternedApp app;
    private final List<Pod> desired;
    private final RolloutSettings settings;
    private final Instant now = clock.instant();

    /** Replicas differ in their names only. */
    private final PodFieldDigests desiredFingerprint;

    private final String desiredDigest;

    /** Replicas differ in their names only, so one successful dry run holds for all. */
    private boolean dryRunSucceeded;

    private Pass(ApplyInput input, List<Pod> desired) {
      this.input = input;
      this.app = input.app();
      this.desired = desired;
      this.settings = RolloutSettings.resolve(app);
      this.desiredFingerprint = PodFieldDigests.ofDesired(desired.get(0));
      this.desiredDigest = Fingerprint.ofPod(desiredFingerprint);
    }

    private ApplyStepResult run() {
      var decision =
          PodRolloutPlanner.decide(
              desired, input.ownedPods(), settings, (live, pod) -> planUpdate(live), now);
      var results = new ApplyStepResult.Collector();
      results.add(rolloutState(decision));
      // A Pod returns to the Service before the next one leaves it.
      executeSteps(results, decision.steps(), false);
      executeSteps(results, decision.steps(), true);
      return results.toResult();
    }

    private ApplyStepResult rolloutState(PodRolloutPlanner.Decision decision) {
      var plans = decision.plans().values();
      var result = ApplyStepResult.none();
      if (!plans.isEmpty() && LastReportedState.isNewGeneration(app)) {
        var formatter = new UpdatePlanFormatter(app.getSpec());
        result =
            ApplyStepResult.updating(formatter.formatPlan(plans), formatter.formatReason(plans));
      }
      if (settings.paused() && !plans.isEmpty()) {
        result = result.and(ApplyStepResult.blocked(RolloutBlocker.paused()));
      }
      return result
          .and(
              decision
                  .overduePod()
                  .map(pod -> RolloutBlocker.deadlineExceeded(pod, settings.progressDeadline()))
                  .map(ApplyStepResult::blocked)
                  .orElseGet(ApplyStepResult::none))
          .and(decision.deadline().map(this::requeueAt).orElseGet(ApplyStepResult::none));
    }

    private void executeSteps(
        ApplyStepResult.Collector results, List<PodStep> steps, boolean draining) {
      for (int i = 0; i < steps.size(); i++) {
        var step = steps.get(i);
        if (step instanceof PodStep.Drain == draining) {
          executeStep(results, desired.get(i), step);
        }
      }
    }

    private UpdatePlan planUpdate(Pod live) {
      if (children.isInSync(live, desiredDigest)) {
        return new UpdatePlan.NoChange();
      }
      var rejection = rejectedUpdates.findReason(live, desiredDigest);
      if (rejection.isPresent()) {
        return UpdatePlan.Replace.ofReason(rejection.get());
      }
      var plan = UpdatePlanner.plan(CacheProjector.podFingerprint(live), desiredFingerprint);
      return plan instanceof UpdatePlan.InPlace inPlace
          ? inPlaceBlocker(live, inPlace).<UpdatePlan>map(UpdatePlan.Replace::ofReason).orElse(plan)
          : plan;
    }

    private Optional<String> inPlaceBlocker(Pod live, UpdatePlan.InPlace plan) {
      return desiredFingerprint.containerNames("initContainers").stream()
              .anyMatch(plan.images()::contains)
          ? kubelets.sidecarImageUpdateBlocker(live.getSpec().getNodeName())
          : Optional.empty();
    }

    private void executeStep(ApplyStepResult.Collector results, Pod pod, PodStep step) {
      if (LOG.isDebugEnabled() && !(step instanceof PodStep.UpToDate)) {
        LOG.debug("Pod {}: {}", pod.getMetadata().getName(), step.summary());
      }
      if (step instanceof PodStep.Create) {
        results.write(() -> plain.apply(input, pod));
      } else if (step instanceof PodStep.Patch patch) {
        results.write(() -> ApplyStepResult.attempt(pod, () -> patch(pod, patch)));
      } else if (step instanceof PodStep.Replace replace) {
        results.write(() -> replace(pod, replace));
      } else if (step instanceof PodStep.Drain drain) {
        results.write(() -> drain(pod, drain));
      } else if (step instanceof PodStep.RestoreTraffic restore) {
        results.write(() -> ApplyStepResult.attempt(pod, () -> restoreTraffic(restore.live())));
      } else if (step instanceof PodStep.Restart restart) {
        results.write(() -> ApplyStepResult.attempt(pod, () -> restart(restart)));
      } else if (step instanceof PodStep.WaitFor wait) {
        results.add(waitFor(wait));
      } else if (step instanceof PodStep.BackOff backOff) {
        results.add(backOff(pod, backOff));
      } else if (step instanceof PodStep.Terminating terminating) {
        results.add(ApplyStepResult.podsOutdated().and(requeueAt(terminating.overdueAt())));
      } else if (step instanceof PodStep.Blocked) {
        results.add(ApplyStepResult.podsOutdated());
      }
    }

    private ApplyStepResult requeueAt(Instant due) {
      return ApplyStepResult.requeueAfter(Duration.between(now, due));
    }

    private ApplyStepResult waitFor(PodStep.WaitFor step) {
      var result = ApplyStepResult.waitingFor(step.description());
      return step.recheckAt() == null ? result : result.and(requeueAt(step.recheckAt()));
    }

    private ApplyStepResult backOff(Pod pod, PodStep.BackOff step) {
      return ApplyStepResult.waitingFor(
              "Pod %s: %s".formatted(pod.getMetadata().getName(), step.reason()))
          .and(requeueAt(step.dueAt()));
    }

    /** Resizes first, because the API server takes resources only by the resize subresource. */
    private ApplyStepResult patch(Pod pod, PodStep.Patch step) {
      var live = step.live();
      var plan = step.plan();
      var update =
          InPlaceUpdateRecord.start(
              live, CacheProjector.podFingerprint(live), plan.restarts(), now);
      try {
        if (!plan.resources().isEmpty()) {
          live = children.resize(app, ResizableFields.forPod(pod, plan.resources(), live), live);
        }
        children.patch(
            app, plan.restarts().isEmpty() ? pod : withUpdateAnnotation(pod, update), live);
      } catch (KubernetesClientException e) {
        if (!ApiErrors.isUnsupportedInPlace(e)) {
          throw e;
        }
        var reason = ApiErrors.inPlaceRejection(e);
        LOG.debug("Pod {} is replaced instead: {}", pod.getMetadata().getName(), reason);
        rejectedUpdates.record(step.live(), desiredDigest, reason);
        return ApplyStepResult.podsOutdated().and(requeueImmediately());
      }
      var result = patched(pod, step.live());
      if (plan.restarts().isEmpty()) {
        return result;
      }
      result = result.and(ApplyStepResult.podsOutdated());
      return update.before().isEmpty() ? result.and(requeueImmediately()) : result;
    }

    private ApplyStepResult patched(Pod pod, Pod live) {
      var id = ChildId.of(pod);
      var isSameTemplate =
          Objects.equals(
              pod.getMetadata().getAnnotations().get(Annotations.TEMPLATE_HASH),
              live.getMetadata().getAnnotations().get(Annotations.TEMPLATE_HASH));
      return LastReportedState.wasInSync(app) && isSameTemplate
          ? PlainApplier.repaired(id)
          : PlainApplier.synced(id);
    }

    private static Pod withUpdateAnnotation(Pod pod, InPlaceUpdateRecord update) {
      return new PodBuilder(pod)
          .editMetadata()
          .addToAnnotations(Annotations.IN_PLACE_UPDATE, update.toString())
          .endMetadata()
          .build();
    }

    /** Evicts a ready Pod, which respects PodDisruptionBudgets; deletes any other. */
    private ApplyStepResult replace(Pod pod, PodStep.Replace step) {
      return ApplyStepResult.podsOutdated()
          .and(
              ApplyStepResult.attempt(
                  pod,
                  () -> {
                    dryRunReplacement(pod);
                    if (step.isReady()) {
                      return evict(step.live(), false).orElseGet(ApplyStepResult::none);
                    }
                    children.delete(app, step.live());
                    return ApplyStepResult.none();
                  }));
    }

    /** Removes a Pod from the Service, once a dry run has shown that it can be replaced. */
    private ApplyStepResult drain(Pod pod, PodStep.Drain step) {
      return ApplyStepResult.podsOutdated()
          .and(
              ApplyStepResult.attempt(
                  pod,
                  () -> {
                    if (step.plan() instanceof UpdatePlan.Replace) {
                      dryRunReplacement(pod);
                      var rejection = evict(step.live(), true);
                      if (rejection.isPresent()) {
                        return rejection.get();
                      }
                    }
                    children.patchMetadata(app, step.live(), servingPatch(null, now.toString()));
                    return ApplyStepResult.requeueAfter(settings.drainDelay());
                  }));
    }

    private void dryRunReplacement(Pod pod) {
      if (!dryRunSucceeded) {
        children.dryRunReplacement(app, pod);
        dryRunSucceeded = true;
      }
    }

    /** Evicts a Pod; returns the result to report when a PodDisruptionBudget does not allow it. */
    private Optional<ApplyStepResult> evict(Pod live, boolean dryRun) {
      try {
        children.evict(app, live, dryRun);
        return Optional.empty();
      } catch (KubernetesClientException e) {
        if (!ApiErrors.isDisruptionBudget(e)) {
          throw e;
        }
        return Optional.of(
            ApplyStepResult.waitingFor(
                    "a PodDisruptionBudget does not allow the eviction of Pod %s yet: %s"
                        .formatted(live.getMetadata().getName(), ApiErrors.serverMessage(e)))
                .and(ApplyStepResult.requeueAfter(PDB_RETRY)));
      }
    }

    private ApplyStepResult restoreTraffic(Pod live) {
      children.patchMetadata(app, live, servingPatch(PodStateMetadata.SERVING, null));
      return requeueImmediately();
    }

    /**
     * Requeues immediately, because the operator's own write triggers no event unless a kubelet
     * changes the Pod in response.
     */
    private static ApplyStepResult requeueImmediately() {
      return ApplyStepResult.requeueAfter(IMMEDIATE);
    }

    private static Map<String, Map<String, @Nullable String>> servingPatch(
        @Nullable String serving, @Nullable String drainedAt) {
      var labels = new TreeMap<String, @Nullable String>();
      labels.put(Labels.SERVING, serving);
      var annotations = new TreeMap<String, @Nullable String>();
      annotations.put(Annotations.DRAINED_AT, drainedAt);
      return Map.of("labels", labels, "annotations", annotations);
    }

    private ApplyStepResult restart(PodStep.Restart step) {
      children.deleteFinished(app, step.live());
      children.createReplacement(app, step.desired(), step.live());
      return ApplyStepResult.change(
          ChangeKind.Replaced, ChildId.of(step.live()) + ": " + step.reason());
    }
  }
}
