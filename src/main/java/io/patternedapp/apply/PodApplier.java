package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.Names;
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
final class PodApplier {

  private static final Duration BUDGET_AGAIN = Duration.ofSeconds(10);
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final ChildApplier children;
  private final Kubelets kubelets;
  private final Clock clock;
  private final RefusedUpdates refused;

  PodApplier(ChildApplier children, RefusedUpdates refused, Kubelets kubelets, Clock clock) {
    this.children = children;
    this.refused = refused;
    this.kubelets = kubelets;
    this.clock = clock;
  }

  /** Takes the next steps of the app's Pods. */
  void roll(ApplyRun run, PatternedApp app, List<Pod> wanted) {
    if (!wanted.isEmpty()) {
      new Turn(run, app, wanted).take();
    }
  }

  /** One look at all Pods of an app. */
  private final class Turn {

    private final ApplyRun run;
    private final PatternedApp app;
    private final List<Pod> wanted;
    private final RollSettings settings;
    private final Instant now = clock.instant();

    /** Replicas differ in their names only. */
    private final PodPrint wantedPrint;

    private final String wantedDigest;

    private Turn(ApplyRun run, PatternedApp app, List<Pod> wanted) {
      this.run = run;
      this.app = app;
      this.wanted = wanted;
      this.settings = RollSettings.of(app);
      this.wantedPrint = PodPrint.ofWanted(wanted.get(0));
      this.wantedDigest = Fingerprint.ofPod(wantedPrint);
    }

    private void take() {
      var roll = PodRollout.decide(wanted, run.ownPods(), settings, (live, pod) -> plan(live), now);
      run.tellRoll(new PlanText(app.getSpec()), roll.plans().values());
      if (settings.paused() && !roll.plans().isEmpty()) {
        run.pause();
      }
      roll.overdue().ifPresent(pod -> run.stop(pod, settings.deadline()));
      roll.deadline().ifPresent(due -> run.recheckIn(Duration.between(now, due)));
      // A Pod comes back into the Service before the next one leaves it.
      steps(roll.steps(), false);
      steps(roll.steps(), true);
    }

    private void steps(List<PodStep> steps, boolean leaving) {
      IntStream.range(0, steps.size())
          .filter(i -> steps.get(i) instanceof PodStep.Drain == leaving)
          .forEach(i -> step(wanted.get(i), steps.get(i)));
    }

    private UpdatePlan plan(Pod live) {
      if (children.isAsWanted(live, wantedDigest)) {
        return new UpdatePlan.Nothing();
      }
      var why = refused.why(live, wantedDigest);
      if (why.isPresent()) {
        return UpdatePlan.Replace.because(why.get());
      }
      var plan = UpdatePlanner.plan(Projection.print(live), wantedPrint);
      return plan instanceof UpdatePlan.InPlace inPlace
          ? whyNot(live, inPlace).<UpdatePlan>map(UpdatePlan.Replace::because).orElse(plan)
          : plan;
    }

    private Optional<String> whyNot(Pod live, UpdatePlan.InPlace plan) {
      return wantedPrint.containers("initContainers").stream().anyMatch(plan.images()::contains)
          ? kubelets.whyNativeImagesStay(live.getSpec().getNodeName())
          : Optional.empty();
    }

    private void step(Pod pod, PodStep step) {
      if (step instanceof PodStep.Create) {
        run.ensure(pod);
      } else if (step instanceof PodStep.Patch patch) {
        run.guarded(pod, () -> patch(pod, patch));
      } else if (step instanceof PodStep.Replace replace) {
        run.guarded(pod, () -> replace(pod, replace));
      } else if (step instanceof PodStep.Drain drain) {
        run.guarded(pod, () -> drain(pod, drain));
      } else if (step instanceof PodStep.Return back) {
        run.guarded(pod, () -> comeBack(back.live()));
      } else if (step instanceof PodStep.Restart restart) {
        run.guarded(pod, () -> restart(restart));
      } else if (step instanceof PodStep.Await await) {
        await(await);
      } else if (step instanceof PodStep.Postpone postpone) {
        run.postpone(
            "Pod %s: %s".formatted(pod.getMetadata().getName(), postpone.reason()),
            Duration.between(now, postpone.due()));
      } else if (step instanceof PodStep.Leave leave) {
        run.hold();
        run.recheckIn(Duration.between(now, leave.overdue()));
      } else if (step instanceof PodStep.Hold) {
        run.hold();
      }
    }

    private void await(PodStep.Await await) {
      run.waitFor(await.what());
      if (await.due() != null) {
        run.recheckIn(Duration.between(now, await.due()));
      }
    }

    /** Resources first, since the API server takes them nowhere else. */
    private void patch(Pod pod, PodStep.Patch step) {
      var live = step.live();
      var plan = step.plan();
      var update = InPlaceUpdate.of(live, Projection.print(live), plan.restarts(), now);
      try {
        if (!plan.resources().isEmpty()) {
          live = children.resize(app, resized(pod, plan, live), live);
        }
        children.patch(app, plan.restarts().isEmpty() ? pod : marked(pod, update), live);
      } catch (KubernetesClientException e) {
        if (!Failures.isImpossible(e)) {
          throw e;
        }
        refused.note(step.live(), wantedDigest, Failures.refusal(e));
        run.hold();
        run.recheckIn(AT_ONCE);
        return;
      }
      run.notePatch(pod, step.live());
      if (!plan.restarts().isEmpty()) {
        run.hold();
        if (update.before().isEmpty()) {
          lookAgainAtOnce();
        }
      }
    }

    private static Pod marked(Pod pod, InPlaceUpdate update) {
      return new PodBuilder(pod)
          .editMetadata()
          .addToAnnotations(InPlaceUpdate.ANNOTATION, update.toString())
          .endMetadata()
          .build();
    }

    private Pod resized(Pod pod, UpdatePlan.InPlace plan, Pod live) {
      return new PodBuilder()
          .withNewMetadata()
          .withName(live.getMetadata().getName())
          .withNamespace(live.getMetadata().getNamespace())
          .withUid(live.getMetadata().getUid())
          .withResourceVersion(live.getMetadata().getResourceVersion())
          .endMetadata()
          .withNewSpec()
          .withInitContainers(resized(pod.getSpec().getInitContainers(), plan))
          .withContainers(resized(pod.getSpec().getContainers(), plan))
          .endSpec()
          .build();
    }

    private static List<Container> resized(List<Container> containers, UpdatePlan.InPlace plan) {
      return containers.stream()
          .filter(container -> plan.resources().contains(container.getName()))
          .map(Resizing::of)
          .toList();
    }

    /** A Pod that someone may depend on goes only where the budgets allow it. */
    private void replace(Pod pod, PodStep.Replace step) {
      run.hold();
      run.tryOut(pod);
      if (!step.isReady()) {
        children.delete(app, step.live());
      } else {
        evict(step.live(), false);
      }
    }

    private boolean evict(Pod live, boolean dryRun) {
      try {
        children.evict(app, live, dryRun);
        return true;
      } catch (KubernetesClientException e) {
        if (!Failures.isBudget(e)) {
          throw e;
        }
        run.postpone(
            "a PodDisruptionBudget keeps Pod %s for now: %s"
                .formatted(live.getMetadata().getName(), Failures.words(e)),
            BUDGET_AGAIN);
        return false;
      }
    }

    /** One that could not be replaced after all would have left for nothing. */
    private void drain(Pod pod, PodStep.Drain step) {
      run.hold();
      if (step.plan() instanceof UpdatePlan.Replace) {
        run.tryOut(pod);
        if (!evict(step.live(), true)) {
          return;
        }
      }
      children.mark(app, step.live(), marks(null, now.toString()));
      run.recheckIn(settings.grace());
    }

    private void comeBack(Pod live) {
      children.mark(app, live, marks(CarriedOver.SERVING, null));
      lookAgainAtOnce();
    }

    /** No event follows a write of our own where no kubelet acts on it. */
    private void lookAgainAtOnce() {
      run.recheckIn(AT_ONCE);
    }

    private static Map<String, Map<String, @Nullable String>> marks(
        @Nullable String serving, @Nullable String drainedAt) {
      var labels = new TreeMap<String, @Nullable String>();
      labels.put(Names.SERVING_LABEL, serving);
      var annotations = new TreeMap<String, @Nullable String>();
      annotations.put(CarriedOver.DRAINED_AT, drainedAt);
      return Map.of("labels", labels, "annotations", annotations);
    }

    private void restart(PodStep.Restart step) {
      children.deleteEnded(app, step.live());
      children.succeed(app, step.wanted(), step.live());
      run.noteReplacement(step.live(), step.reason());
    }
  }
}
