package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.WorkloadKind;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether all replicas are ready on the current spec; else the first thing that keeps them from it.
 *
 * @param situation all there is to know
 * @param live the Pods that count
 * @param wanted how many there should be
 * @param roles the roles over them
 * @param clock the time
 */
record ReadyCondition(
    Situation situation, List<Pod> live, int wanted, RoleStates roles, Clock clock) {

  Verdict verdict(Verdict applied) {
    if (!situation.errors().isEmpty()) {
      return Verdict.no(Reason.InvalidSpec, invalid());
    }
    if (!applied.isTrue()) {
      return new Verdict(applied.status(), applied.reason(), applied.message());
    }
    var settled = settled();
    if (settled.isPresent()) {
      return settled.get();
    }
    if (isReady()) {
      return Verdict.yes(Reason.Ready, Progress.podsReady(live, wanted));
    }
    var why = whyNot();
    return Verdict.no(why.reason(), why.message() + waiting());
  }

  private boolean isReady() {
    return switch (spec().kind()) {
      case Pod ->
          live.size() == wanted
              && live.stream().allMatch(Pods::isReady)
              && Objects.requireNonNull(situation.applied()).podsCurrent();
      case Deployment, StatefulSet, DaemonSet ->
          WorkloadReadiness.isReady(situation.observed().workload(), spec());
      case Job, CronJob -> false;
    };
  }

  /** What is final about a Job, and of a CronJob all. */
  private Optional<Verdict> settled() {
    var workload = situation.observed().workload();
    return switch (spec().kind()) {
      case Job -> Jobs.settled(situation.app(), workload).map(this::withTrouble);
      case CronJob -> CronJobs.settled(workload, situation.observed().jobs());
      default -> Optional.empty();
    };
  }

  /** Which container made a Job fail, as long as its Pod is there to tell. */
  private Verdict withTrouble(Verdict end) {
    if (end.isTrue() || situation.observed().workload() == null) {
      return end;
    }
    return inStartOrder()
        .flatMap(role -> problem(role).stream())
        .findFirst()
        .map(trouble -> Verdict.no(end.reason(), end.message() + ". " + trouble.message()))
        .orElse(end);
  }

  private Verdict whyNot() {
    var deployment = situation.observed().workload() instanceof Deployment d ? d : null;
    return Stream.<Optional<Verdict>>of(
            inStartOrder().flatMap(r -> problem(r).stream()).findFirst(),
            PodTrouble.first(isPods() ? situation.observed().pods() : live, clock)
                .map(t -> Verdict.no(t.reason(), t.message() + needs(t))),
            Deployments.refused(situation.app(), deployment),
            MissingPods.verdict(situation, live, wanted, clock),
            inStartOrder().flatMap(r -> slow(r).stream()).findFirst(),
            live.stream().flatMap(pod -> gated(pod).stream()).findFirst(),
            Deployments.overdue(deployment))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> Verdict.no(underWay(), progress()));
  }

  /** The word for what goes on while nothing is known to be wrong. */
  private Reason underWay() {
    var applied = Objects.requireNonNull(situation.applied());
    if (applied.halt() != null) {
      return applied.halt().reason();
    }
    var status = situation.app().getStatus();
    var update =
        applied.lastUpdate() == null && status != null ? status.lastUpdate() : applied.lastUpdate();
    return isPods() && !applied.podsCurrent() && update != null && update.isUnderWay()
        ? Reason.Updating
        : Reason.Progressing;
  }

  private Optional<Verdict> problem(RoleState role) {
    return role.inPods().stream()
        .filter(RoleInPod::isProblem)
        .filter(it -> !PodTrouble.isFailedAsAWhole(it.pod()))
        .filter(it -> !PodTrouble.isLost(it.pod(), clock))
        .findFirst()
        .map(it -> RoleTrouble.of(role.container(), it, isMainStarted(it.pod())));
  }

  private Optional<Verdict> slow(RoleState role) {
    return role.inPods().stream()
        .filter(it -> !it.ready() && it.state() == State.RUNNING)
        .findFirst()
        .map(it -> RoleTrouble.of(role.container(), it, isMainStarted(it.pod())));
  }

  private static Optional<Verdict> gated(Pod pod) {
    return Pods.waitingGates(pod)
        .map(
            words ->
                Verdict.no(
                    Reason.ReadinessGatesNotReady,
                    Advice.after(
                        "Pod %s waits for its readiness gates%s"
                            .formatted(Pods.name(pod), Words.explained(words)),
                        "Each is a condition of the Pod that another controller sets: see that it"
                            + " runs, or remove it from spec.pod.readinessGates")));
  }

  private String needs(PodTrouble trouble) {
    return trouble.reason() == Reason.PodNotStarting ? StartingPods.needs(spec()) : "";
  }

  private boolean isMainStarted(Pod pod) {
    return roles.roles().get(0).inPods().stream()
        .anyMatch(it -> it.pod() == pod && (it.state() != State.PENDING || it.restarts() > 0));
  }

  private String progress() {
    if (spec().kind() == WorkloadKind.Job) {
      return Jobs.progress(situation.observed().workload());
    }
    var current = !isPods() || Objects.requireNonNull(situation.applied()).podsCurrent();
    return Progress.describe(situation.observed().pods(), live, wanted, current, roles);
  }

  private String invalid() {
    var errors = situation.errors();
    return errors.get(0)
        + (errors.size() == 1 ? "" : " (and %d more: see Accepted)".formatted(errors.size() - 1))
        + (live.isEmpty() ? "" : ". What runs was left as it is");
  }

  private String waiting() {
    var applied = Objects.requireNonNull(situation.applied());
    return (applied.halt() == null ? "" : ". " + applied.halt().message())
        + (applied.waitingFor() == null ? "" : ". " + Words.withoutCountdown(applied.waitingFor()));
  }

  private Stream<RoleState> inStartOrder() {
    return roles.inStartOrder(spec());
  }

  private boolean isPods() {
    return spec().kind() == WorkloadKind.Pod;
  }

  private PatternedAppSpec spec() {
    return situation.app().getSpec();
  }
}
