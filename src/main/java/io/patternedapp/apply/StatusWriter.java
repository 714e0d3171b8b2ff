package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.model.ConditionTypes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes the status of an app, bound to the resourceVersion that it was generated from. After the
 * first status of a generation, an app's status is written at most once a second, and at most once
 * a minute when the app has not been ready for five minutes, so that an app that fails permanently
 * costs little.
 */
public final class StatusWriter {

  private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);
  private static final Duration NOT_READY_INTERVAL = Duration.ofMinutes(1);
  private static final Duration NOT_READY_THRESHOLD = Duration.ofMinutes(5);

  private final KubernetesClient client;
  private final Clock clock;
  private final ExpiringTimestamps lastWrites = new ExpiringTimestamps(NOT_READY_INTERVAL);

  public StatusWriter(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * Returns how long a changed status has to wait; zero when it may be written now.
   *
   * @param status the new status, different from the app's
   */
  public Duration throttleDelay(PatternedApp app, PatternedAppStatus status) {
    var old = app.getStatus();
    if (old == null || !Objects.equals(old.observedGeneration(), status.observedGeneration())) {
      return Duration.ZERO;
    }
    var now = clock.instant();
    // A last write in the future happened before the clock was set back.
    return lastWrites
        .get(app)
        .filter(last -> !last.isAfter(now))
        .map(last -> Duration.between(now, last.plus(throttleInterval(old, status))))
        .filter(pause -> !pause.isNegative())
        .orElse(Duration.ZERO);
  }

  /** Writes the status; returns the app as the API server responds. */
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
    var written =
        client.resource(body).subresource("status").patch(ServerSideApplyOptions.AS_OPERATOR);
    lastWrites.put(app, clock.instant());
    return written;
  }

  private Duration throttleInterval(PatternedAppStatus old, PatternedAppStatus status) {
    return notReadySince(old)
                .filter(since -> !clock.instant().isBefore(since.plus(NOT_READY_THRESHOLD)))
                .isPresent()
            && notReadySince(status).isPresent()
        ? NOT_READY_INTERVAL
        : MIN_INTERVAL;
  }

  private static Optional<Instant> notReadySince(PatternedAppStatus status) {
    return status
        .condition(ConditionTypes.READY)
        .filter(c -> "False".equals(c.getStatus()))
        .map(Condition::getLastTransitionTime)
        .map(Instant::parse);
  }
}
