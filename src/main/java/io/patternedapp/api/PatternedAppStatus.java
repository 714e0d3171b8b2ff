package io.patternedapp.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import io.patternedapp.api.schema.NullSafe;
import io.patternedapp.api.status.LastUpdate;
import io.patternedapp.api.status.RoleContainerStatus;
import io.patternedapp.api.status.ServiceStatus;
import io.patternedapp.api.status.Summary;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Most recently observed status of a {@link PatternedApp}. Its only timestamps are the transition
 * times of its conditions, so that the status changes only if the app or its Pods change.
 *
 * @param observedGeneration generation of the spec that this status describes
 * @param replicas number of existing Pods
 * @param readyReplicas number of ready Pods
 * @param selector label selector of the Pods, for the scale subresource
 * @param conditions Accepted, Applied, Ready and Stalled
 * @param warnings settings that are valid but probably unintended, each with the path of the field
 * @param summary values of the columns of kubectl get
 * @param roles state of each container, aggregated over all Pods of the app
 * @param service addresses at which clients reach the app
 * @param lastUpdate most recent update of the Pods
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
        List<RoleContainerStatus> roles,
    @JsonPropertyDescription("Addresses at which clients reach the app.")
        @Nullable ServiceStatus service,
    @JsonPropertyDescription("Most recent update of the Pods.") @Nullable LastUpdate lastUpdate) {

  public PatternedAppStatus {
    conditions = NullSafe.orEmpty(conditions);
    warnings = NullSafe.orEmpty(warnings);
    roles = NullSafe.orEmpty(roles);
  }

  /** Returns the condition of the type; empty if the status has none. */
  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
  }
}
