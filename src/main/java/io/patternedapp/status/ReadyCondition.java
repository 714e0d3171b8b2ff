package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.Pod;
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
 * @param roles the roles over them
 * @param clock the time
 */
record ReadyCondition(Situation situation, List<Pod> live, RoleStates roles, Clock clock) {

  static final String READY = "Ready";
  static final String PROGRESSING = "Progressing";

  Verdict verdict(Verdict applied) {
    if (!situation.errors().isEmpty()) {
      return Verdict.no(AcceptedCondition.INVALID_SPEC, invalid());
    }
    if (!applied.isTrue()) {
      return new Verdict(applied.status(), applied.reason(), applied.message());
    }
    if (isReady()) {
      return Verdict.yes(READY, Progress.podsReady(live, wanted()));
    }
    var why = whyNot();
    return Verdict.no(why.reason(), why.message() + waiting());
  }

  private boolean isReady() {
    return isDeployment()
        ? Deployments.isReady(situation.observed().deployment(), wanted())
        : live.size() == wanted()
            && live.stream().allMatch(Pods::isReady)
            && Objects.requireNonNull(situation.applied()).podsCurrent();
  }

  private Verdict whyNot() {
    var deployment = situation.observed().deployment();
    return Stream.<Optional<Verdict>>of(
            inStartOrder().flatMap(r -> problem(r).stream()).findFirst(),
            PodTrouble.first(isDeployment() ? live : situation.observed().pods(), clock)
                .map(t -> Verdict.no(t.reason(), t.message())),
            isDeployment() ? Deployments.refused(deployment) : Optional.empty(),
            inStartOrder().flatMap(r -> slow(r).stream()).findFirst(),
            isDeployment() ? Deployments.overdue(deployment) : Optional.empty())
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> Verdict.no(PROGRESSING, progress()));
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

  private boolean isMainStarted(Pod pod) {
    return roles.roles().get(0).inPods().stream()
        .anyMatch(it -> it.pod() == pod && (it.state() != State.PENDING || it.restarts() > 0));
  }

  private String progress() {
    var current = isDeployment() || Objects.requireNonNull(situation.applied()).podsCurrent();
    return Progress.describe(situation.observed().pods(), live, wanted(), current, roles);
  }

  private String invalid() {
    var errors = situation.errors();
    return errors.get(0)
        + (errors.size() == 1 ? "" : " (and %d more: see Accepted)".formatted(errors.size() - 1))
        + (live.isEmpty() ? "" : ". What runs was left as it is");
  }

  private String waiting() {
    var waitingFor = situation.applied() == null ? null : situation.applied().waitingFor();
    return waitingFor == null ? "" : ". " + Words.withoutCountdown(waitingFor);
  }

  private Stream<RoleState> inStartOrder() {
    return roles.inStartOrder(spec());
  }

  private boolean isDeployment() {
    return spec().kind() == WorkloadKind.Deployment;
  }

  private int wanted() {
    return spec().replicaCount();
  }

  private PatternedAppSpec spec() {
    return situation.app().getSpec();
  }
}
