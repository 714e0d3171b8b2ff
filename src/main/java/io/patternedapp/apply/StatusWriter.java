package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes the status when it changed, bound to the state that it was made from. What changes later
 * than the first report on a spec is written at most once a second for each app; at most once a
 * minute where the app has not been Ready for minutes and still is not, so that one that fails for
 * good costs little.
 */
public final class StatusWriter {

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONG_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONG_FAILURE = Duration.ofMinutes(5);

  private final KubernetesClient client;
  private final Clock clock;
  private final AppTimes lastWrites = new AppTimes(LONG_PAUSE);

  public StatusWriter(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * How long a changed status has to wait; zero when it may be written now.
   *
   * @param status the new status, different from the app's
   */
  public Duration pause(PatternedApp app, PatternedAppStatus status) {
    var old = app.getStatus();
    if (old == null || !Objects.equals(old.observedGeneration(), status.observedGeneration())) {
      return Duration.ZERO;
    }
    var now = clock.instant();
    // A last write in the future is one before the clock was set back.
    return lastWrites
        .of(app)
        .filter(last -> !last.isAfter(now))
        .map(last -> Duration.between(now, last.plus(pauseAfter(old, status))))
        .filter(pause -> !pause.isNegative())
        .orElse(Duration.ZERO);
  }

  /** Writes the status; returns the app as the API server now has it. */
  public PatternedApp write(PatternedApp app, PatternedAppStatus status) {
    var body = new PatternedApp();
    body.setMetadata(
        new ObjectMetaBuilder()
            .withName(app.getMetadata().getName())
            .withNamespace(app.getMetadata().getNamespace())
            .withUid(app.getMetadata().getUid())
            .withResourceVersion(app.getMetadata().getResourceVersion())
            .build());
    body.setStatus(status);
    var written = client.resource(body).subresource("status").patch(ServerSideApply.AS_OPERATOR);
    lastWrites.set(app, clock.instant());
    return written;
  }

  private Duration pauseAfter(PatternedAppStatus old, PatternedAppStatus status) {
    return notReadySince(old)
                .filter(since -> !clock.instant().isBefore(since.plus(LONG_FAILURE)))
                .isPresent()
            && notReadySince(status).isPresent()
        ? LONG_PAUSE
        : PAUSE;
  }

  private static Optional<Instant> notReadySince(PatternedAppStatus status) {
    return status
        .condition("Ready")
        .filter(c -> "False".equals(c.getStatus()))
        .map(Condition::getLastTransitionTime)
        .map(Instant::parse);
  }
}
