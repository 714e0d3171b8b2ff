package io.patternedapp.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * What the last change of the Pods did, and why.
 *
 * @param plan what was done, such as "replace Pod web"
 * @param reason what made it necessary
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LastUpdate(
    @JsonPropertyDescription("What was done, such as \"replace Pod web\".") @Nullable String plan,
    @JsonPropertyDescription("What made it necessary.") @Nullable String reason) {}
