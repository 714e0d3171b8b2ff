package io.patternedapp.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import io.patternedapp.api.schema.NullSafe;
import io.patternedapp.api.status.LastUpdate;
import io.patternedapp.api.status.RoleStatus;
import io.patternedapp.api.status.ServiceStatus;
import io.patternedapp.api.status.Summary;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the operator saw. It carries no time stamp but the transition times of its conditions, so it
 * changes only when the app does.
 *
 * @param observedGeneration the generation of the spec that this status is about
 * @param replicas Pods that exist
 * @param readyReplicas Pods that are Ready
 * @param selector label selector of the Pods, for the scale subresource
 * @param conditions Accepted, Applied, Ready and Stalled
 * @param warnings what is allowed but probably not meant
 * @param summary what the columns of kubectl get show
 * @param roles each container by the part it plays, over all Pods
 * @param service where clients reach the app
 * @param lastUpdate what the last change of the Pods did, and why
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PatternedAppStatus(
    @JsonPropertyDescription("Generation of the spec that this status describes.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Number of existing Pods.") @StatusReplicas @Nullable Integer replicas,
    @JsonPropertyDescription("Number of ready Pods.") @Nullable Integer readyReplicas,
    @JsonPropertyDescription("Label selector of the Pods, for the scale subresource.")
        @LabelSelector
        @Nullable String selector,
    @JsonPropertyDescription(
            "Conditions of the app. Accepted: the spec is valid. Applied: the children match"
                + " the spec. Ready: all replicas are ready on the current spec. Stalled: the app"
                + " makes no progress until a user changes something.")
        List<Condition> conditions,
    @JsonPropertyDescription(
            "Settings that are valid but probably unintended, each with the path of the field.")
        List<String> warnings,
    @JsonPropertyDescription("Values of the columns of kubectl get.") @Nullable Summary summary,
    @JsonPropertyDescription("State of each container, aggregated over all Pods of the app.")
        List<RoleStatus> roles,
    @JsonPropertyDescription("Addresses at which clients reach the app.")
        @Nullable ServiceStatus service,
    @JsonPropertyDescription("Most recent update of the Pods.") @Nullable LastUpdate lastUpdate) {

  public PatternedAppStatus {
    conditions = NullSafe.orEmpty(conditions);
    warnings = NullSafe.orEmpty(warnings);
    roles = NullSafe.orEmpty(roles);
  }

  /** The condition of that type, if it was ever set. */
  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
  }
}
