package io.patternedapp.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.patternedapp.api.schema.NullSafe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Addresses at which clients reach the app.
 *
 * @param name name of the Service
 * @param clusterIP cluster IP of the Service
 * @param nodePorts node ports of the Service
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServiceStatus(
    @JsonPropertyDescription("Name of the Service.") @Nullable String name,
    @JsonPropertyDescription("Cluster IP of the Service.") @Nullable String clusterIP,
    @JsonPropertyDescription("Node ports of the Service.") List<NodePortStatus> nodePorts) {

  public ServiceStatus {
    nodePorts = NullSafe.orEmpty(nodePorts);
  }
}
