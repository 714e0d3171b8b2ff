package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.api.status.LastUpdate;
import io.patternedapp.model.ConditionTypes;
import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.condition.ConditionsBuilder;
import io.patternedapp.model.result.ApplySummary;
import io.patternedapp.model.workload.DaemonSetReadiness;
import io.patternedapp.model.workload.PodStatusReader;
import io.patternedapp.status.condition.AcceptedCondition;
import io.patternedapp.status.condition.AppliedCondition;
import io.patternedapp.status.condition.ReadyCondition;
import io.patternedapp.status.condition.StalledCondition;
import io.patternedapp.status.container.ContainerRollups;
import io.patternedapp.status.input.StatusInput;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Generates the status of an app. */
public final class AppStatusGenerator {

  private AppStatusGenerator() {}

  /**
   * Generates the whole status. It equals the current status if nothing changed, so that no write
   * is necessary.
   *
   * @param input the input of the status
   * @param clock determines transition times and whether a Pod is overdue
   */
  public static PatternedAppStatus generate(StatusInput input, Clock clock) {
    var app = input.app();
    var spec = app.getSpec();
    var activePods = PodStatusReader.activePods(app, input.observed().pods());
    var representativePods =
        PodStatusReader.representativePods(app, activePods, input.observed().pods());
    int desiredPods = desiredPodCount(input, representativePods);
    var rollups = ContainerRollups.aggregate(spec, representativePods, desiredPods, clock);
    var accepted = AcceptedCondition.evaluate(input.errors());
    var applied = AppliedCondition.evaluate(app, accepted.isTrue(), input.applySummary());
    var ready =
        new ReadyCondition(input, activePods, desiredPods, rollups, clock).evaluate(applied);
    var generation = app.getMetadata().getGeneration();
    var conditions =
        new ConditionsBuilder(app.getStatus(), generation, clock)
            .add(ConditionTypes.ACCEPTED, accepted)
            .add(ConditionTypes.APPLIED, applied)
            .add(ConditionTypes.READY, ready);
    StalledCondition.evaluate(accepted, input.applySummary(), ready)
        .ifPresent(stalled -> conditions.add(ConditionTypes.STALLED, stalled));
    var service = SummaryGenerator.serviceStatus(input.observed().service());
    return new PatternedAppStatus(
        generation,
        activePods.size(),
        (int) activePods.stream().filter(PodStatusReader::isReady).count(),
        PatternedApp.GROUP + "/app=" + app.getMetadata().getName(),
        conditions.toList(),
        Warnings.list(spec, input.problems()),
        SummaryGenerator.generate(spec, rollups, ready, service),
        rollups.toStatus(),
        service,
        lastUpdate(app, input.applySummary(), ready));
  }

  /** Returns the desired number of Pods; for Jobs and CronJobs, the number of existing Pods. */
  private static int desiredPodCount(StatusInput input, List<Pod> representativePods) {
    var spec = input.app().getSpec();
    return switch (spec.workloadKind()) {
      case Pod, Deployment, StatefulSet -> spec.replicaCount();
      case DaemonSet -> DaemonSetReadiness.desiredPods(input.observed().workload());
      case Job, CronJob -> representativePods.size();
    };
  }

  private static @Nullable LastUpdate lastUpdate(
      PatternedApp app, @Nullable ApplySummary applySummary, ConditionState ready) {
    var started = applySummary == null ? null : applySummary.lastUpdate();
    var previous = app.getStatus() == null ? null : app.getStatus().lastUpdate();
    var update = started == null ? previous : started;
    return update != null && update.isInProgress() && ready.isTrue()
        ? update.asCompleted()
        : update;
  }
}
