package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.LastUpdate;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.Names;
import io.patternedapp.status.Applied;
import io.patternedapp.status.ChildProblem;
import io.patternedapp.status.Reason;
import io.patternedapp.status.RollHalt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One pass over the children of one app: what it found and did. Lives as long as a reconcile. */
final class ApplyRun {

  private final PatternedApp app;
  private final Map<ChildId, HasMetadata> existing;
  private final ChildApplier children;
  private final boolean settled;
  private final boolean isNewSpec;
  private final List<ChildProblem> problems = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private boolean podsCurrent = true;
  private boolean triedOut;
  private @Nullable LastUpdate lastUpdate;
  private @Nullable String waitingFor;
  private @Nullable RollHalt halt;
  private @Nullable Duration recheck;

  ApplyRun(PatternedApp app, Map<ChildId, HasMetadata> existing, ChildApplier children) {
    this.app = app;
    this.existing = existing;
    this.children = children;
    this.isNewSpec = isNewSpec(app);
    this.settled = !isNewSpec && isApplied(app);
  }

  boolean isClean() {
    return problems.isEmpty();
  }

  /** Own Pods of the app by name, also those that are being deleted. */
  Map<String, Pod> ownPods() {
    return existing.values().stream()
        .filter(Pod.class::isInstance)
        .filter(pod -> Ownership.of(pod, app) == Ownership.OURS)
        .collect(Collectors.toMap(pod -> pod.getMetadata().getName(), Pod.class::cast));
  }

  /** Makes a child as wanted; a refusal becomes a problem of the app. */
  void ensure(HasMetadata wanted) {
    guarded(
        wanted,
        () -> {
          if (wanted instanceof Service service) {
            ensureService(service);
          } else {
            ensureUnguarded(wanted);
          }
        });
  }

  /**
   * Makes what runs the Pods as wanted. Where the API server allows no such change it is replaced,
   * or else a problem of the app.
   *
   * @param replaceable whether it may be deleted to be made anew
   */
  void ensureWorkload(HasMetadata wanted, boolean replaceable) {
    guarded(
        wanted,
        () -> {
          try {
            ensureUnguarded(wanted);
          } catch (KubernetesClientException e) {
            var live = existing.get(ChildId.of(wanted));
            if (live == null || !Failures.isInvalid(e)) {
              throw e;
            }
            tryOut(wanted);
            refusedChange(live, wanted, replaceable, e);
          }
        });
  }

  /** Finds, as a problem of the app, that an object could not be made. */
  void ensurePossible(HasMetadata wanted) {
    guarded(
        wanted,
        () -> {
          var id = ChildId.of(wanted);
          switch (children.ownership(app, wanted, existing.get(id))) {
            case LEFT_OVER -> problems.add(InTheWay.leftOver(id));
            case FOREIGN -> problems.add(InTheWay.foreign(id));
            case OURS -> tryOut(wanted);
          }
        });
  }

  /** Notes what a roll comes to, when it begins. */
  void tellRoll(PlanText words, Collection<UpdatePlan> plans) {
    if (!plans.isEmpty() && isNewSpec) {
      updated(words.plan(plans), words.reason(plans));
    }
  }

  /** Notes that a running Pod was changed. */
  void notePatch(Pod wanted, Pod live) {
    var id = ChildId.of(wanted);
    var isSame =
        Objects.equals(
            wanted.getMetadata().getAnnotations().get(Names.TEMPLATE_HASH),
            live.getMetadata().getAnnotations().get(Names.TEMPLATE_HASH));
    changes.add(settled && isSame ? repaired(id) : followed(id));
  }

  /** Notes that a Pod which had ended was replaced. */
  void noteReplacement(Pod live, String reason) {
    changes.add(new Change("Replaced", ChildId.of(live) + ": " + reason));
  }

  /** Notes that the app holds its roll. */
  void pause() {
    halt = new RollHalt(Reason.Paused, "the roll is held: remove workload.pod.paused to go on");
  }

  /** Notes that a roll stops at a Pod. */
  void stop(String pod, Duration deadline) {
    halt =
        new RollHalt(
            Reason.ProgressDeadlineExceeded,
            "the roll has stopped: Pod %s did not get Ready within %d seconds of its change. Mend the spec, or take the change back"
                .formatted(pod, deadline.toSeconds()));
  }

  /** Notes that a Pod is not yet what it should be. */
  void hold() {
    podsCurrent = false;
  }

  /** Notes what the next step waits for; an event tells when it is over. */
  void waitFor(String what) {
    podsCurrent = false;
    waitingFor = what;
  }

  /** Notes that a Pod is replaced later. */
  void postpone(String what, Duration delay) {
    waitFor(what);
    recheckIn(delay);
  }

  /** Notes that it is worth looking again although nothing may happen until then. */
  void recheckIn(Duration delay) {
    if (!delay.isNegative() && (recheck == null || delay.compareTo(recheck) < 0)) {
      recheck = delay;
    }
  }

  /** Deletes an own object that is no longer wanted; others are left alone. */
  void remove(HasMetadata live) {
    if (Ownership.of(live, app) != Ownership.OURS) {
      return;
    }
    guarded(
        live,
        () -> {
          children.delete(app, live);
          changes.add(new Change("Removed", ChildId.of(live) + " is no longer wanted"));
        });
  }

  Outcome outcome() {
    return new Outcome(
        new Applied(tellable(), podsCurrent, lastUpdate, waitingFor, halt),
        List.copyOf(changes),
        recheck);
  }

  private List<ChildProblem> tellable() {
    if (problems.isEmpty()) {
      return List.of();
    }
    var hidden = Hidden.of(app);
    return problems.stream().map(hidden::in).toList();
  }

  private void ensureUnguarded(HasMetadata wanted) {
    var id = ChildId.of(wanted);
    switch (children.ensure(app, wanted, existing.get(id))) {
      case UNCHANGED -> {}
      case CREATED -> changes.add(new Change("Created", id + " was made"));
      case UPDATED -> noteUpdate(id);
      case ADOPTED ->
          changes.add(
              new Change("Adopted", id + " was handed over: it is the app's own from now on"));
      case LEFT_OVER -> problems.add(InTheWay.leftOver(id));
      case FOREIGN -> problems.add(InTheWay.foreign(id));
    }
  }

  /** Some of a Service is fixed for its life: whether it is headless, and its load balancer. */
  private void ensureService(Service wanted) {
    var live = existing.get(ChildId.of(wanted));
    if (live == null || Ownership.of(live, app) != Ownership.OURS) {
      ensureUnguarded(wanted);
    } else if (isHeadless(wanted) != isHeadless((Service) live)) {
      replaceService((Service) live, wanted);
    } else {
      try {
        ensureUnguarded(wanted);
      } catch (KubernetesClientException e) {
        if (!Failures.isFixed(e)) {
          throw e;
        }
        replaceService((Service) live, wanted);
      }
    }
  }

  private void replaceService(Service live, Service wanted) {
    var id = ChildId.of(live);
    if (live.getMetadata().getDeletionTimestamp() != null) {
      problems.add(InTheWay.predecessor(id));
      return;
    }
    children.delete(app, live);
    updated("replace " + id, "what differs cannot be changed in place");
    try {
      children.succeed(app, wanted, live);
    } catch (KubernetesClientException e) {
      if (!Failures.isStale(e)) {
        throw e;
      }
      problems.add(InTheWay.predecessor(id));
    }
  }

  private static boolean isHeadless(Service service) {
    return "None".equals(service.getSpec().getClusterIP());
  }

  private void noteUpdate(ChildId id) {
    changes.add(settled ? repaired(id) : followed(id));
  }

  private static Change repaired(ChildId id) {
    return new Change("Repaired", id + " had been changed by someone else");
  }

  private static Change followed(ChildId id) {
    return new Change("Followed", id + " follows the app");
  }

  /**
   * Fails where the API server would refuse a running object's successor: it goes only once that is
   * known.
   */
  void tryOut(HasMetadata wanted) {
    if (triedOut) {
      return;
    }
    try {
      children.tryOut(app, wanted);
    } catch (KubernetesClientException e) {
      if (Failures.isStale(e) || Failures.isOutage(e) || Failures.wouldKeepTheSuccessorOut(e)) {
        throw e;
      }
    }
    triedOut = true;
  }

  /** The object itself would be possible, so it is the change that is not. */
  private void refusedChange(
      HasMetadata live, HasMetadata wanted, boolean replaceable, KubernetesClientException e) {
    if (live.getMetadata().getDeletionTimestamp() != null) {
      waitFor(ChildId.of(live) + " is being deleted and is then made anew");
    } else if (replaceable) {
      children.delete(app, live);
      hold();
      updated("replace " + ChildId.of(live), Failures.unchangeable(e) + " cannot change in place");
    } else {
      problems.add(Failures.needsReplacing(wanted, e));
    }
  }

  /**
   * Whether a webhook did not answer. Each further write would wait for it as long again, for
   * minutes where there are many Pods, while nobody is told and the thread serves no other app.
   */
  private boolean isHungUp() {
    return problems.stream().anyMatch(problem -> problem.reason() == Reason.WebhookFailed);
  }

  private void updated(String plan, String reason) {
    lastUpdate = LastUpdate.begun(plan, reason);
    changes.add(new Change("Updating", plan + ": " + reason));
  }

  /** Runs a write; a refusal becomes a problem of the app. */
  void guarded(HasMetadata child, Runnable write) {
    if (isHungUp()) {
      return;
    }
    try {
      write.run();
    } catch (KubernetesClientException e) {
      if (Failures.isStale(e) || Failures.isOutage(e)) {
        throw e;
      }
      problems.add(Failures.problem(ChildId.of(child), e));
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
        .condition("Applied")
        .map(Condition::getStatus)
        .filter("True"::equals)
        .isPresent();
  }
}
