package io.patternedapp.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of {@code kubectl get papp} show.
 *
 * @param ready roles ready of roles that run, such as 2/2
 * @param status Ready, or the reason why not
 * @param workload what runs the Pods
 * @param roles how many helpers of each role, such as "1 init, 1 adapter"
 * @param nodePorts the Service's ports on every node
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Summary(
    @JsonPropertyDescription("Roles ready of roles that run beside each other, such as 2/2.")
        @Nullable String ready,
    @JsonPropertyDescription("Ready, or the reason why the app is not.") @Nullable String status,
    @JsonPropertyDescription("What runs the Pods.") @Nullable String workload,
    @JsonPropertyDescription("How many helpers of each role, such as \"1 init, 1 adapter\".")
        @Nullable String roles,
    @JsonPropertyDescription("The Service's ports on every node, such as 80:30080.")
        @Nullable String nodePorts) {}
