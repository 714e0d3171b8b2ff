package io.patternedapp.api.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * Most recent update of the Pods.
 *
 * @param plan planned changes, for example: image of sidecar "logs" in place on 3 Pods, main keeps
 *     running
 * @param reason cause of the update
 * @param completed whether all Pods run the current spec and are ready
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LastUpdate(
    @JsonPropertyDescription(
            "Planned changes, for example: image of sidecar \"logs\" in place on 3 Pods, main"
                + " keeps running.")
        @Nullable String plan,
    @JsonPropertyDescription("Cause of the update.") @Nullable String reason,
    @JsonPropertyDescription("Whether all Pods run the current spec and are ready.")
        @Nullable Boolean completed) {

  /** Returns an update that has started. */
  public static LastUpdate started(String plan, String reason) {
    return new LastUpdate(plan, reason, false);
  }

  /** Returns whether the update is not completed. */
  @JsonIgnore
  public boolean isInProgress() {
    return !Boolean.TRUE.equals(completed);
  }

  /** Returns the update as completed. */
  public LastUpdate asCompleted() {
    return new LastUpdate(plan, reason, true);
  }
}
