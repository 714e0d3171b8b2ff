package io.patternedapp.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * What runs the Pods. Only the member named after the kind may be written.
 *
 * @param kind Pod when not written
 * @param pod settings of kind Pod
 * @param deployment settings of kind Deployment
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!has(self.pod) || !has(self.kind) || self.kind == 'Pod'",
    fieldPath = ".pod",
    message = "workload.pod is used only with kind Pod: remove it or set workload.kind: Pod")
@ValidationRule(
    value = "!has(self.deployment) || (has(self.kind) && self.kind == 'Deployment')",
    fieldPath = ".deployment",
    message =
        "workload.deployment is used only with kind Deployment: remove it or set workload.kind:"
            + " Deployment")
public record Workload(
    @JsonPropertyDescription(
            "Pod (default): the operator itself owns the Pods. Deployment: an apps/v1 Deployment"
                + " does.")
        @Nullable WorkloadKind kind,
    @JsonPropertyDescription("Settings of kind Pod.") @Nullable PodWorkload pod,
    @JsonPropertyDescription("Settings of kind Deployment, as in apps/v1 DeploymentSpec.")
        @Nullable DeploymentWorkload deployment) {

  /** The kind, the default applied. */
  public WorkloadKind kindOrDefault() {
    return kind == null ? WorkloadKind.Pod : kind;
  }
}
