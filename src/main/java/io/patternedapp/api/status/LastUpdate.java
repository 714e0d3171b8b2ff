package io.patternedapp.api.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * What the last change of the Pods did, and why.
 *
 * @param plan what it does, such as {@code image of sidecar "logs" in place on 3 Pods, main keeps
 *     running}
 * @param reason what made it necessary
 * @param completed whether all Pods are on the current spec and Ready since
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

  /** An update that has just begun. */
  public static LastUpdate started(String plan, String reason) {
    return new LastUpdate(plan, reason, false);
  }

  /** Whether it still goes on. */
  @JsonIgnore
  public boolean isInProgress() {
    return !Boolean.TRUE.equals(completed);
  }

  /** The same update, all of it done. */
  public LastUpdate asCompleted() {
    return new LastUpdate(plan, reason, true);
  }
}
