package io.patternedapp.api.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.patternedapp.api.schema.NullSafe;
import java.util.Map;

/**
 * Metadata of a volume claim template.
 *
 * @param name name by which containers mount the claim
 * @param labels labels of the claims
 * @param annotations annotations of the claims
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ClaimMetadata(
    @Required
        @JsonPropertyDescription("Name by which containers mount the claim.")
        @Size(min = 1, max = 63)
        String name,
    @JsonPropertyDescription("Labels of the claims.") @Size(max = 40) Map<String, String> labels,
    @JsonPropertyDescription("Annotations of the claims.") @Size(max = 40)
        Map<String, String> annotations) {

  public ClaimMetadata {
    labels = NullSafe.orEmpty(labels);
    annotations = NullSafe.orEmpty(annotations);
  }
}
