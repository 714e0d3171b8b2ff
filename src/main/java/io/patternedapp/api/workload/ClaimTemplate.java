package io.patternedapp.api.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;

/**
 * A volume claim template of a StatefulSet: each Pod gets its own claim.
 *
 * @param metadata name, labels and annotations of the claims
 * @param spec spec of the claims, a core/v1 PersistentVolumeClaimSpec
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClaimTemplate(
    @Required @JsonPropertyDescription("Name, labels and annotations of the claims.")
        ClaimMetadata metadata,
    @Required @JsonPropertyDescription("Spec of the claims, a core/v1 PersistentVolumeClaimSpec.")
        PersistentVolumeClaimSpec spec) {}
