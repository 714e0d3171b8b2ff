package io.patternedapp.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * Values of the columns of {@code kubectl get papp}.
 *
 * @param ready number of ready containers and number of containers, without init containers, for
 *     example 2/2
 * @param status Ready, or the reason why the app is not ready
 * @param workload kind of the workload
 * @param roles number of containers of each role, without main, for example "1 init, 1 adapter"
 * @param nodePorts ports and node ports of the Service, for example 80:30080
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Summary(
    @JsonPropertyDescription(
            "Number of ready containers and number of containers, without init containers, for"
                + " example 2/2.")
        @Nullable String ready,
    @JsonPropertyDescription("Ready, or the reason why the app is not ready.")
        @Nullable String status,
    @JsonPropertyDescription("Kind of the workload.") @Nullable String workload,
    @JsonPropertyDescription(
            "Number of containers of each role, without main, for example \"1 init, 1"
                + " adapter\".")
        @Nullable String roles,
    @JsonPropertyDescription("Ports and node ports of the Service, for example 80:30080.")
        @Nullable String nodePorts) {}
