package io.patternedapp.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.patternedapp.api.schema.NullSafe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where clients reach the app.
 *
 * @param name the Service's name
 * @param clusterIP its address inside the cluster
 * @param nodePorts its ports on every node
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServiceStatus(
    @JsonPropertyDescription("The Service's name.") @Nullable String name,
    @JsonPropertyDescription("The Service's address inside the cluster.")
        @Nullable String clusterIP,
    @JsonPropertyDescription("The Service's ports on every node.") List<NodePortStatus> nodePorts) {

  public ServiceStatus {
    nodePorts = NullSafe.orEmpty(nodePorts);
  }
}
