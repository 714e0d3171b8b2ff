package io.patternedapp.status.condition;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.condition.MessageNormalizer;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.condition.Remediation;
import io.patternedapp.model.workload.DeploymentReadiness;
import io.patternedapp.model.workload.PodStatusReader;
import io.patternedapp.model.workload.WorkloadReadiness;
import io.patternedapp.status.container.ContainerObservation;
import io.patternedapp.status.container.ContainerPhase;
import io.patternedapp.status.container.ContainerRollup;
import io.patternedapp.status.container.ContainerRollups;
import io.patternedapp.status.container.NotReadyContainerCondition;
import io.patternedapp.status.input.StatusInput;
import io.patternedapp.status.pod.PodFailure;
import io.patternedapp.status.pod.PodSandboxStartup;
import io.patternedapp.status.workload.CronJobReadiness;
import io.patternedapp.status.workload.JobCompletion;
import io.patternedapp.status.workload.PodShortage;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Evaluates the Ready condition: True if all replicas are ready on the current spec, otherwise
 * False with the first cause in the order of {@link #notReadyReason}.
 *
 * @param input the input of the status
 * @param activePods the active Pods
 * @param desiredPods the desired number of Pods
 * @param rollups the containers aggregated over the Pods
 * @param clock determines whether a Pod is overdue
 */
public record ReadyCondition(
    StatusInput input,
    List<Pod> activePods,
    int desiredPods,
    ContainerRollups rollups,
    Clock clock) {

  public ConditionState evaluate(ConditionState applied) {
    if (!input.errors().isEmpty()) {
      return ConditionState.ofFalse(Reason.InvalidSpec, invalidSpecMessage());
    }
    if (!applied.isTrue()) {
      return new ConditionState(applied.status(), applied.reason(), applied.message());
    }
    var terminal = terminalState();
    if (terminal.isPresent()) {
      return terminal.get();
    }
    if (isReady()) {
      return ConditionState.ofTrue(
          Reason.Ready, StartupProgressMessage.podsReady(activePods, desiredPods));
    }
    var notReady = notReadyReason();
    return ConditionState.ofFalse(notReady.reason(), notReady.message() + waitingMessage());
  }

  private boolean isReady() {
    return switch (spec().workloadKind()) {
      case Pod ->
          activePods.size() == desiredPods
              && activePods.stream().allMatch(PodStatusReader::isReady)
              && Objects.requireNonNull(input.applySummary()).podsCurrent();
      case Deployment, StatefulSet, DaemonSet ->
          WorkloadReadiness.isReady(input.observed().workload(), spec());
      case Job, CronJob -> false;
    };
  }

  /** Returns the final state of a Job, or the state of a CronJob. */
  private Optional<ConditionState> terminalState() {
    var workload = input.observed().workload();
    return switch (spec().workloadKind()) {
      case Job -> JobCompletion.terminalState(input.app(), workload).map(this::withFailedContainer);
      case CronJob -> CronJobReadiness.evaluate(workload, input.observed().jobs());
      default -> Optional.empty();
    };
  }

  /** Adds the container that caused the failure of a Job, if its Pod still exists. */
  private ConditionState withFailedContainer(ConditionState terminal) {
    if (terminal.isTrue() || input.observed().workload() == null) {
      return terminal;
    }
    return inStartOrder()
        .flatMap(role -> containerFailure(role).stream())
        .findFirst()
        .map(
            failure ->
                ConditionState.ofFalse(
                    terminal.reason(), terminal.message() + ". " + failure.message()))
        .orElse(terminal);
  }

  private ConditionState notReadyReason() {
    var deployment = input.observed().workload() instanceof Deployment d ? d : null;
    return Stream.<Optional<ConditionState>>of(
            inStartOrder().flatMap(r -> containerFailure(r).stream()).findFirst(),
            PodFailure.mostSevere(isPodWorkload() ? input.observed().pods() : activePods, clock)
                .map(f -> ConditionState.ofFalse(f.reason(), f.message() + requiredObjectsHint(f))),
            DeploymentReadiness.creationFailure(input.app(), deployment),
            PodShortage.evaluate(input, activePods, desiredPods, clock),
            inStartOrder().flatMap(r -> startingContainer(r).stream()).findFirst(),
            activePods.stream().flatMap(pod -> readinessGate(pod).stream()).findFirst(),
            DeploymentReadiness.deadlineExceeded(deployment))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> ConditionState.ofFalse(progressReason(), progressMessage()));
  }

  /** Returns the reason of an app that is not ready although no failure is known. */
  private Reason progressReason() {
    var applySummary = Objects.requireNonNull(input.applySummary());
    if (applySummary.rolloutBlocker() != null) {
      return applySummary.rolloutBlocker().reason();
    }
    var status = input.app().getStatus();
    var update =
        applySummary.lastUpdate() == null && status != null
            ? status.lastUpdate()
            : applySummary.lastUpdate();
    return isPodWorkload() && !applySummary.podsCurrent() && update != null && update.isInProgress()
        ? Reason.Updating
        : Reason.Progressing;
  }

  private Optional<ConditionState> containerFailure(ContainerRollup rollup) {
    return rollup.observations().stream()
        .filter(ContainerObservation::isFailure)
        .filter(it -> !PodFailure.wasTerminatedExternally(it.pod()))
        .filter(it -> !PodFailure.isNodeLost(it.pod(), clock))
        .findFirst()
        .map(
            it ->
                NotReadyContainerCondition.toConditionState(
                    rollup.container(), it, isMainStarted(it.pod())));
  }

  private Optional<ConditionState> startingContainer(ContainerRollup rollup) {
    return rollup.observations().stream()
        .filter(it -> !it.ready() && it.phase() == ContainerPhase.RUNNING)
        .findFirst()
        .map(
            it ->
                NotReadyContainerCondition.toConditionState(
                    rollup.container(), it, isMainStarted(it.pod())));
  }

  private static Optional<ConditionState> readinessGate(Pod pod) {
    return PodStatusReader.pendingReadinessGates(pod)
        .map(
            detail ->
                ConditionState.ofFalse(
                    Reason.ReadinessGatesNotReady,
                    Remediation.append(
                        "Pod %s waits for its readiness gates%s"
                            .formatted(
                                PodStatusReader.name(pod), MessageNormalizer.detailSuffix(detail)),
                        "Another controller sets these Pod conditions: check that it runs, or"
                            + " remove the gate from spec.pod.readinessGates")));
  }

  private String requiredObjectsHint(PodFailure podFailure) {
    return podFailure.reason() == Reason.PodNotStarting
        ? PodSandboxStartup.requiredObjectsHint(spec())
        : "";
  }

  private boolean isMainStarted(Pod pod) {
    return rollups.rollups().get(0).observations().stream()
        .anyMatch(
            it -> it.pod() == pod && (it.phase() != ContainerPhase.PENDING || it.restarts() > 0));
  }

  private String progressMessage() {
    if (spec().workloadKind() == WorkloadKind.Job) {
      return JobCompletion.describeProgress(input.observed().workload());
    }
    var podsCurrent =
        !isPodWorkload() || Objects.requireNonNull(input.applySummary()).podsCurrent();
    return StartupProgressMessage.describe(
        input.observed().pods(), activePods, desiredPods, podsCurrent, rollups);
  }

  private String invalidSpecMessage() {
    var errors = input.errors();
    return errors.get(0)
        + (errors.size() == 1
            ? ""
            : " (and %d more: see condition Accepted)".formatted(errors.size() - 1))
        + (activePods.isEmpty() ? "" : ". Running Pods are unchanged");
  }

  private String waitingMessage() {
    var applySummary = Objects.requireNonNull(input.applySummary());
    return (applySummary.rolloutBlocker() == null
            ? ""
            : ". " + applySummary.rolloutBlocker().message())
        + (applySummary.waitingFor() == null
            ? ""
            : ". " + MessageNormalizer.stripCountdown(applySummary.waitingFor()));
  }

  private Stream<ContainerRollup> inStartOrder() {
    return rollups.inStartOrder(spec());
  }

  private boolean isPodWorkload() {
    return spec().workloadKind() == WorkloadKind.Pod;
  }

  private PatternedAppSpec spec() {
    return input.app().getSpec();
  }
}
