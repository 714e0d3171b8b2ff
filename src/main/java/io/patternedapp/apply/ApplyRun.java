package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.LastUpdate;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.status.Applied;
import io.patternedapp.status.ChildProblem;
import io.patternedapp.status.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One pass over the children of one app: what it found and did. Lives as long as a reconcile. */
final class ApplyRun {

  private final PatternedApp app;
  private final Map<ChildId, HasMetadata> existing;
  private final ChildApplier children;
  private final boolean settled;
  private final List<ChildProblem> problems = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private boolean podsCurrent = true;
  private boolean triedOut;
  private @Nullable LastUpdate lastUpdate;
  private @Nullable String waitingFor;
  private @Nullable Duration recheck;

  ApplyRun(PatternedApp app, Map<ChildId, HasMetadata> existing, ChildApplier children) {
    this.app = app;
    this.existing = existing;
    this.children = children;
    this.settled = isSettled(app);
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

  /** Patches a Pod, or deletes it where the API server allows no change in place. */
  void ensurePod(Pod wanted) {
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
            replace(live, wanted, "what differs cannot be changed in place");
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
            case LEFT_OVER -> problems.add(leftOver(id));
            case FOREIGN -> problems.add(foreign(id));
            case OURS -> tryOut(wanted);
          }
        });
  }

  /** Deletes a Pod so that its successor can take its name. */
  void replacePod(Pod live, Pod wanted, String reason) {
    guarded(live, () -> replace(live, wanted, reason));
  }

  /** Replaces a Pod that has ended. */
  void restartPod(Pod live, Pod wanted, String reason) {
    guarded(
        wanted,
        () -> {
          children.deleteEnded(live);
          children.succeed(app, wanted, live);
          updated("replace " + ChildId.of(live), reason);
        });
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
          children.delete(live);
          changes.add(new Change("Removed", ChildId.of(live) + " is no longer wanted"));
        });
  }

  Outcome outcome() {
    return new Outcome(
        new Applied(List.copyOf(problems), podsCurrent, lastUpdate, waitingFor),
        List.copyOf(changes),
        recheck);
  }

  private void ensureUnguarded(HasMetadata wanted) {
    var id = ChildId.of(wanted);
    switch (children.ensure(app, wanted, existing.get(id))) {
      case UNCHANGED -> {}
      case CREATED -> changes.add(new Change("Created", id + " was made"));
      case UPDATED -> noteUpdate(wanted, id);
      case ADOPTED ->
          changes.add(
              new Change("Adopted", id + " was handed over: it is the app's own from now on"));
      case LEFT_OVER -> problems.add(leftOver(id));
      case FOREIGN -> problems.add(foreign(id));
    }
  }

  private static ChildProblem leftOver(ChildId id) {
    return new ChildProblem(
        id.toString(),
        Reason.LeftOver,
        "it belongs to a deleted app of the same name; the garbage collector removes it");
  }

  private static ChildProblem foreign(ChildId id) {
    return new ChildProblem(
        id.toString(),
        Reason.NameConflict,
        "it exists and is not controlled by this app, so it is left as it is");
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
    children.delete(live);
    children.succeed(app, wanted, live);
    updated("replace " + ChildId.of(live), "what differs cannot be changed in place");
  }

  private static boolean isHeadless(Service service) {
    return "None".equals(service.getSpec().getClusterIP());
  }

  private void noteUpdate(HasMetadata wanted, ChildId id) {
    if (settled) {
      changes.add(new Change("Repaired", id + " had been changed by someone else"));
    } else {
      changes.add(new Change("Updated", id + " follows the app"));
    }
    if (wanted instanceof Pod) {
      lastUpdate = new LastUpdate("patch " + id + " in place", "its labels or annotations changed");
    }
  }

  /** A running Pod goes only once the API server says that it would take its successor. */
  private void replace(HasMetadata live, Pod wanted, String reason) {
    podsCurrent = false;
    tryOut(wanted);
    children.delete(live);
    updated("replace " + ChildId.of(live), reason);
  }

  private void tryOut(HasMetadata wanted) {
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
      children.delete(live);
      hold();
      updated("replace " + ChildId.of(live), Failures.unchangeable(e) + " cannot change in place");
    } else {
      problems.add(Failures.needsReplacing(wanted, e));
    }
  }

  private void updated(String plan, String reason) {
    lastUpdate = new LastUpdate(plan, reason);
    changes.add(new Change("Updating", plan + ": " + reason));
  }

  private void guarded(HasMetadata child, Runnable write) {
    try {
      write.run();
    } catch (KubernetesClientException e) {
      if (Failures.isStale(e) || Failures.isOutage(e)) {
        throw e;
      }
      problems.add(Failures.problem(ChildId.of(child), e));
    }
  }

  /** Whether the children were as wanted for this very spec, so that a difference is drift. */
  private static boolean isSettled(PatternedApp app) {
    var status = app.getStatus();
    return status != null
        && app.getMetadata().getGeneration() != null
        && app.getMetadata().getGeneration().equals(status.observedGeneration())
        && status.condition("Applied").map(Condition::getStatus).filter("True"::equals).isPresent();
  }
}
