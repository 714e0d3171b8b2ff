package io.patternedapp.api.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;

/**
 * A claim that each Pod of a StatefulSet gets for itself.
 *
 * @param metadata its name, by which containers mount it, and what the claims carry
 * @param spec the claim
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClaimTemplate(
    @Required @JsonPropertyDescription("Name, labels and annotations of the claims.")
        ClaimMetadata metadata,
    @Required @JsonPropertyDescription("Spec of the claims, a core/v1 PersistentVolumeClaimSpec.")
        PersistentVolumeClaimSpec spec) {}
