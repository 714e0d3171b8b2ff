package io.patternedapp.status;

import io.patternedapp.api.LastUpdate;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import java.time.Clock;
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
    var roles = RoleStates.of(spec, live, clock);
    var accepted = AcceptedCondition.of(situation.errors());
    var applied = AppliedCondition.of(app, accepted.isTrue(), situation.applied());
    var ready = new ReadyCondition(situation, live, roles, clock).verdict(applied);
    var generation = app.getMetadata().getGeneration();
    var conditions =
        new Conditions(app.getStatus(), generation, clock)
            .add(Conditions.ACCEPTED, accepted)
            .add(Conditions.APPLIED, applied)
            .add(Conditions.READY, ready);
    StalledCondition.of(accepted, situation.applied())
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
        lastUpdate(app, situation.applied()));
  }

  private static @Nullable LastUpdate lastUpdate(PatternedApp app, @Nullable Applied applied) {
    if (applied != null && applied.lastUpdate() != null) {
      return applied.lastUpdate();
    }
    return app.getStatus() == null ? null : app.getStatus().lastUpdate();
  }
}
