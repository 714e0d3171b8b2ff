package io.patternedapp.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * An environment variable that a helper adds to main.
 *
 * @param name name of the environment variable
 * @param value value of the environment variable, for example redis://localhost:6379; defaults to
 *     ""
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExportedEnv(
    @Required
        @JsonPropertyDescription("Name of the environment variable.")
        @Size(min = 1, max = 256)
        String name,
    @JsonPropertyDescription(
            "Value of the environment variable, for example redis://localhost:6379. Defaults"
                + " to \"\".")
        @Size(max = 4096)
        @Nullable String value) {}
