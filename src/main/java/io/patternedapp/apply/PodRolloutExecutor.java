package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apply.error.ApiErrors;
import io.patternedapp.apply.guard.RejectedInPlaceUpdates;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.Labels;
import io.patternedapp.rollout.Fingerprint;
import io.patternedapp.rollout.InPlaceUpdate;
import io.patternedapp.rollout.PodFingerprint;
import io.patternedapp.rollout.PodRollout;
import io.patternedapp.rollout.PodStep;
import io.patternedapp.rollout.PreservedPodMetadata;
import io.patternedapp.rollout.Projection;
import io.patternedapp.rollout.ResizePatch;
import io.patternedapp.rollout.RolloutSettings;
import io.patternedapp.rollout.UpdatePlan;
import io.patternedapp.rollout.UpdatePlanFormatter;
import io.patternedapp.rollout.UpdatePlanner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Carries out the steps that {@link PodRollout} decides. */
final class PodRolloutExecutor {

  private static final Duration PDB_RETRY = Duration.ofSeconds(10);
  private static final Duration IMMEDIATE = Duration.ofMillis(1);

  private final ChildApplier children;
  private final KubeletCapabilities kubelets;
  private final Clock clock;
  private final RejectedInPlaceUpdates rejectedUpdates;

  PodRolloutExecutor(
      ChildApplier children,
      RejectedInPlaceUpdates rejectedUpdates,
      KubeletCapabilities kubelets,
      Clock clock) {
    this.children = children;
    this.rejectedUpdates = rejectedUpdates;
    this.kubelets = kubelets;
    this.clock = clock;
  }

  /** Takes the next steps of the app's Pods. */
  void execute(ApplyContext context, PatternedApp app, List<Pod> desired) {
    if (!desired.isEmpty()) {
      new Pass(context, app, desired).run();
    }
  }

  /** One look at all Pods of an app. */
  private final class Pass {

    private final ApplyContext context;
    private final PatternedApp app;
    private final List<Pod> desired;
    private final RolloutSettings settings;
    private final Instant now = clock.instant();

    /** Replicas differ in their names only. */
    private final PodFingerprint desiredFingerprint;

    private final String desiredDigest;

    private Pass(ApplyContext context, PatternedApp app, List<Pod> desired) {
      this.context = context;
      this.app = app;
      this.desired = desired;
      this.settings = RolloutSettings.resolve(app);
      this.desiredFingerprint = PodFingerprint.ofDesired(desired.get(0));
      this.desiredDigest = Fingerprint.ofPod(desiredFingerprint);
    }

    private void run() {
      var decision =
          PodRollout.decide(
              desired, context.ownPods(), settings, (live, pod) -> planUpdate(live), now);
      context.recordRolloutStart(new UpdatePlanFormatter(app.getSpec()), decision.plans().values());
      if (settings.paused() && !decision.plans().isEmpty()) {
        context.recordPaused();
      }
      decision
          .overduePod()
          .ifPresent(pod -> context.recordDeadlineExceeded(pod, settings.progressDeadline()));
      decision.deadline().ifPresent(due -> context.requeueAfter(Duration.between(now, due)));
      // A Pod comes back into the Service before the next one leaves it.
      executeSteps(decision.steps(), false);
      executeSteps(decision.steps(), true);
    }

    private void executeSteps(List<PodStep> steps, boolean draining) {
      IntStream.range(0, steps.size())
          .filter(i -> steps.get(i) instanceof PodStep.Drain == draining)
          .forEach(i -> executeStep(desired.get(i), steps.get(i)));
    }

    private UpdatePlan planUpdate(Pod live) {
      if (children.isInSync(live, desiredDigest)) {
        return new UpdatePlan.NoChange();
      }
      var rejection = rejectedUpdates.findReason(live, desiredDigest);
      if (rejection.isPresent()) {
        return UpdatePlan.Replace.ofReason(rejection.get());
      }
      var plan = UpdatePlanner.plan(Projection.podFingerprint(live), desiredFingerprint);
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

    private void executeStep(Pod pod, PodStep step) {
      if (step instanceof PodStep.Create) {
        context.ensure(pod);
      } else if (step instanceof PodStep.Patch patch) {
        context.recordErrors(pod, () -> patch(pod, patch));
      } else if (step instanceof PodStep.Replace replace) {
        context.recordErrors(pod, () -> replace(pod, replace));
      } else if (step instanceof PodStep.Drain drain) {
        context.recordErrors(pod, () -> drain(pod, drain));
      } else if (step instanceof PodStep.RestoreTraffic back) {
        context.recordErrors(pod, () -> restoreTraffic(back.live()));
      } else if (step instanceof PodStep.Restart restart) {
        context.recordErrors(pod, () -> restart(restart));
      } else if (step instanceof PodStep.WaitFor await) {
        recordWait(await);
      } else if (step instanceof PodStep.BackOff postpone) {
        context.recordDeferred(
            "Pod %s: %s".formatted(pod.getMetadata().getName(), postpone.reason()),
            Duration.between(now, postpone.dueAt()));
      } else if (step instanceof PodStep.Terminating leave) {
        context.markOutdated();
        context.requeueAfter(Duration.between(now, leave.overdueAt()));
      } else if (step instanceof PodStep.Blocked) {
        context.markOutdated();
      }
    }

    private void recordWait(PodStep.WaitFor await) {
      context.recordWaitingFor(await.description());
      if (await.recheckAt() != null) {
        context.requeueAfter(Duration.between(now, await.recheckAt()));
      }
    }

    /** Resources first, since the API server takes them nowhere else. */
    private void patch(Pod pod, PodStep.Patch step) {
      var live = step.live();
      var plan = step.plan();
      var update = InPlaceUpdate.start(live, Projection.podFingerprint(live), plan.restarts(), now);
      try {
        if (!plan.resources().isEmpty()) {
          live = children.resize(app, resizeBody(pod, plan, live), live);
        }
        children.patch(
            app, plan.restarts().isEmpty() ? pod : withUpdateAnnotation(pod, update), live);
      } catch (KubernetesClientException e) {
        if (!ApiErrors.isUnsupportedInPlace(e)) {
          throw e;
        }
        rejectedUpdates.record(step.live(), desiredDigest, ApiErrors.inPlaceRejection(e));
        context.markOutdated();
        context.requeueAfter(IMMEDIATE);
        return;
      }
      context.recordPatch(pod, step.live());
      if (!plan.restarts().isEmpty()) {
        context.markOutdated();
        if (update.before().isEmpty()) {
          requeueImmediately();
        }
      }
    }

    private static Pod withUpdateAnnotation(Pod pod, InPlaceUpdate update) {
      return new PodBuilder(pod)
          .editMetadata()
          .addToAnnotations(Annotations.IN_PLACE_UPDATE, update.toString())
          .endMetadata()
          .build();
    }

    private Pod resizeBody(Pod pod, UpdatePlan.InPlace plan, Pod live) {
      return new PodBuilder()
          .withNewMetadata()
          .withName(live.getMetadata().getName())
          .withNamespace(live.getMetadata().getNamespace())
          .withUid(live.getMetadata().getUid())
          .withResourceVersion(live.getMetadata().getResourceVersion())
          .endMetadata()
          .withNewSpec()
          .withInitContainers(resizeContainers(pod.getSpec().getInitContainers(), plan))
          .withContainers(resizeContainers(pod.getSpec().getContainers(), plan))
          .endSpec()
          .build();
    }

    private static List<Container> resizeContainers(
        List<Container> containers, UpdatePlan.InPlace plan) {
      return containers.stream()
          .filter(container -> plan.resources().contains(container.getName()))
          .map(ResizePatch::forContainer)
          .toList();
    }

    /** A Pod that someone may depend on goes only where the budgets allow it. */
    private void replace(Pod pod, PodStep.Replace step) {
      context.markOutdated();
      context.dryRunCreate(pod);
      if (!step.isReady()) {
        children.delete(app, step.live());
      } else {
        tryEvict(step.live(), false);
      }
    }

    private boolean tryEvict(Pod live, boolean dryRun) {
      try {
        children.evict(app, live, dryRun);
        return true;
      } catch (KubernetesClientException e) {
        if (!ApiErrors.isDisruptionBudget(e)) {
          throw e;
        }
        context.recordDeferred(
            "a PodDisruptionBudget keeps Pod %s for now: %s"
                .formatted(live.getMetadata().getName(), ApiErrors.serverMessage(e)),
            PDB_RETRY);
        return false;
      }
    }

    /** One that could not be replaced after all would have left for nothing. */
    private void drain(Pod pod, PodStep.Drain step) {
      context.markOutdated();
      if (step.plan() instanceof UpdatePlan.Replace) {
        context.dryRunCreate(pod);
        if (!tryEvict(step.live(), true)) {
          return;
        }
      }
      children.patchMetadata(app, step.live(), servingPatch(null, now.toString()));
      context.requeueAfter(settings.drainDelay());
    }

    private void restoreTraffic(Pod live) {
      children.patchMetadata(app, live, servingPatch(PreservedPodMetadata.SERVING, null));
      requeueImmediately();
    }

    /** No event follows a write of our own where no kubelet acts on it. */
    private void requeueImmediately() {
      context.requeueAfter(IMMEDIATE);
    }

    private static Map<String, Map<String, @Nullable String>> servingPatch(
        @Nullable String serving, @Nullable String drainedAt) {
      var labels = new TreeMap<String, @Nullable String>();
      labels.put(Labels.SERVING, serving);
      var annotations = new TreeMap<String, @Nullable String>();
      annotations.put(Annotations.DRAINED_AT, drainedAt);
      return Map.of("labels", labels, "annotations", annotations);
    }

    private void restart(PodStep.Restart step) {
      children.deleteFinished(app, step.live());
      children.createReplacement(app, step.desired(), step.live());
      context.recordReplacement(step.live(), step.reason());
    }
  }
}
