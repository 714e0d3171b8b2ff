package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.api.LastUpdate;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of an app. */
public final class AppStatus {

  private AppStatus() {}

  /**
   * Makes the whole status. It equals the one that the app has when nothing changed, so that it
   * need not be written.
   *
   * @param situation what is known
   * @param clock for transition times, and for how long a Pod has been overdue
   */
  public static PatternedAppStatus of(Situation situation, Clock clock) {
    var app = situation.app();
    var spec = app.getSpec();
    var live = Pods.live(app, situation.observed().pods());
    var telling = Pods.telling(app, live, situation.observed().pods());
    int wanted = wanted(situation, telling);
    var roles = RoleStates.of(spec, telling, wanted, clock);
    var accepted = AcceptedCondition.of(situation.errors());
    var applied = AppliedCondition.of(app, accepted.isTrue(), situation.applied());
    var ready = new ReadyCondition(situation, live, wanted, roles, clock).verdict(applied);
    var generation = app.getMetadata().getGeneration();
    var conditions =
        new Conditions(app.getStatus(), generation, clock)
            .add(Conditions.ACCEPTED, accepted)
            .add(Conditions.APPLIED, applied)
            .add(Conditions.READY, ready);
    StalledCondition.of(accepted, situation.applied(), ready)
        .ifPresent(stalled -> conditions.add(Conditions.STALLED, stalled));
    var service = Summaries.service(situation.observed().service());
    return new PatternedAppStatus(
        generation,
        live.size(),
        (int) live.stream().filter(Pods::isReady).count(),
        PatternedApp.GROUP + "/app=" + app.getMetadata().getName(),
        conditions.list(),
        Warnings.of(spec, situation.problems()),
        Summaries.of(spec, roles, ready, service),
        roles.toStatus(),
        service,
        lastUpdate(app, situation.applied(), ready));
  }

  /** How many Pods there should be; of a Job those that there are. */
  private static int wanted(Situation situation, List<Pod> telling) {
    var spec = situation.app().getSpec();
    return switch (spec.kind()) {
      case Pod, Deployment, StatefulSet -> spec.replicaCount();
      case DaemonSet -> DaemonSets.wanted(situation.observed().workload());
      case Job, CronJob -> telling.size();
    };
  }

  private static @Nullable LastUpdate lastUpdate(
      PatternedApp app, @Nullable Applied applied, Verdict ready) {
    var begun = applied == null ? null : applied.lastUpdate();
    var former = app.getStatus() == null ? null : app.getStatus().lastUpdate();
    var update = begun == null ? former : begun;
    return update != null && update.isUnderWay() && ready.isTrue() ? update.done() : update;
  }
}
