package io.patternedapp.api.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.api.schema.NullSafe;
import org.jspecify.annotations.Nullable;

/**
 * Settings of workload kind Pod.
 *
 * @param maxUnavailable how many Pods may be not Ready at a time while a change rolls; 1 when not
 *     written
 * @param partition Pods with a lower number stay on the former spec; 0 when not written
 * @param paused true holds a roll
 * @param progressDeadlineSeconds seconds after which a roll whose new Pods do not get Ready stops
 *     for good and is reported; 600 when not written
 * @param inPlaceGraceSeconds seconds between taking a Pod out of the Service and restarting or
 *     replacing what clients talk to; 5 when not written
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PodWorkload(
    @JsonPropertyDescription(
            "How many Pods, or which share of them such as \"25%\" (rounded down, at least 1), may"
                + " be not Ready at a time while a change rolls. Default 1.")
        @Nullable IntOrString maxUnavailable,
    @JsonPropertyDescription(
            "A change rolls from the Pod with the highest number down to this one; those below stay"
                + " as they are. One of those that is lost comes back on the new spec. Default 0.")
        @Min(0)
        @Max(10000)
        @Nullable Integer partition,
    @JsonPropertyDescription(
            "True holds a roll until it is taken away. Lost Pods are replaced all the same.")
        @Nullable Boolean paused,
    @JsonPropertyDescription(
            "Seconds that a changed Pod has to get Ready. After that the roll stops and status says"
                + " so, until the Pod gets Ready or the spec changes again. Default 600.")
        @Min(1)
        @Nullable Integer progressDeadlineSeconds,
    @JsonPropertyDescription(
            "Seconds between taking a Pod out of the Service and restarting or replacing what"
                + " clients talk to in it, so that no request is lost. Only where another Pod"
                + " serves meanwhile. Default 5.")
        @Min(0)
        @Max(3600)
        @Nullable Integer inPlaceGraceSeconds) {

  /** No setting written. */
  public static final PodWorkload EMPTY = new PodWorkload(null, null, null, null, null);

  private static final int DEFAULT_PROGRESS_DEADLINE_SECONDS = 600;
  private static final int DEFAULT_IN_PLACE_GRACE_SECONDS = 5;

  /** The first number that a change rolls to, the default applied. */
  public int partitionOrDefault() {
    return NullSafe.orZero(partition);
  }

  /** Whether a roll is held, the default applied. */
  public boolean pausedOrDefault() {
    return Boolean.TRUE.equals(paused);
  }

  /** Seconds that a changed Pod has to get Ready, the default applied. */
  public int progressDeadlineSecondsOrDefault() {
    return progressDeadlineSeconds == null
        ? DEFAULT_PROGRESS_DEADLINE_SECONDS
        : progressDeadlineSeconds;
  }

  /** Seconds out of the Service before a restart, the default applied. */
  public int inPlaceGraceSecondsOrDefault() {
    return inPlaceGraceSeconds == null ? DEFAULT_IN_PLACE_GRACE_SECONDS : inPlaceGraceSeconds;
  }
}
