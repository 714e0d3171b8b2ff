package io.patternedapp.api.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.api.schema.NullSafe;
import org.jspecify.annotations.Nullable;

/**
 * Settings for kind Pod.
 *
 * @param maxUnavailable maximum number or percentage of Pods, for example "25%" (rounded down, at
 *     least 1), that can be unavailable during a rollout; defaults to 1
 * @param partition ordinal at which a rollout stops; defaults to 0
 * @param paused whether rollouts are paused; defaults to false
 * @param progressDeadlineSeconds maximum seconds for an updated Pod to become ready; defaults to
 *     600
 * @param inPlaceGraceSeconds seconds between the removal of a Pod from the Service and the restart
 *     or replacement of a container that receives traffic, so that no request is lost; defaults to
 *     5
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PodWorkload(
    @JsonPropertyDescription(
            "Maximum number or percentage of Pods, for example \"25%\" (rounded down, at least"
                + " 1), that can be unavailable during a rollout. Defaults to 1.")
        @Nullable IntOrString maxUnavailable,
    @JsonPropertyDescription(
            "Ordinal at which a rollout stops. The rollout updates the Pods from the highest"
                + " ordinal down to this one; Pods with a lower ordinal are not updated. A failed"
                + " or deleted Pod below the partition is recreated from the new spec. Defaults"
                + " to 0.")
        @Min(0)
        @Max(10000)
        @Nullable Integer partition,
    @JsonPropertyDescription(
            "Pauses rollouts. Failed or deleted Pods are still replaced. Defaults to false.")
        @Nullable Boolean paused,
    @JsonPropertyDescription(
            "Maximum seconds for an updated Pod to become ready. After that the rollout stops,"
                + " and the status reports it, until the Pod becomes ready or the spec changes."
                + " Defaults to 600.")
        @Min(1)
        @Nullable Integer progressDeadlineSeconds,
    @JsonPropertyDescription(
            "Seconds between the removal of a Pod from the Service and the restart or"
                + " replacement of a container that receives traffic, so that no request is lost."
                + " Applies only if another Pod serves in the meantime. Defaults to 5.")
        @Min(0)
        @Max(3600)
        @Nullable Integer inPlaceGraceSeconds) {

  /** Settings without any field. */
  public static final PodWorkload EMPTY = new PodWorkload(null, null, null, null, null);

  private static final int DEFAULT_PROGRESS_DEADLINE_SECONDS = 600;
  private static final int DEFAULT_IN_PLACE_GRACE_SECONDS = 5;

  /** Returns the ordinal at which a rollout stops, or its default. */
  public int partitionOrDefault() {
    return NullSafe.orZero(partition);
  }

  /** Returns whether rollouts are paused, or the default. */
  public boolean pausedOrDefault() {
    return Boolean.TRUE.equals(paused);
  }

  /** Returns the seconds for an updated Pod to become ready, or their default. */
  public int progressDeadlineSecondsOrDefault() {
    return progressDeadlineSeconds == null
        ? DEFAULT_PROGRESS_DEADLINE_SECONDS
        : progressDeadlineSeconds;
  }

  /** Returns the seconds between the removal from the Service and a restart, or their default. */
  public int inPlaceGraceSecondsOrDefault() {
    return inPlaceGraceSeconds == null ? DEFAULT_IN_PLACE_GRACE_SECONDS : inPlaceGraceSeconds;
  }
}
