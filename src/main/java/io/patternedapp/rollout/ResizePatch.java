package io.patternedapp.rollout;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.TreeMap;

/** What of a container goes into a resize: CPU and memory, nothing else can change. */
public final class ResizePatch {

  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";

  private ResizePatch() {}

  /**
   * The container with its name and resources only. A request that is not written follows the
   * limit, as the API server has it for a new Pod but not for a resize.
   */
  public static Container forContainer(Container desired) {
    var limits = resizableOnly(desired.getResources().getLimits());
    var requests = new TreeMap<>(limits);
    requests.putAll(resizableOnly(desired.getResources().getRequests()));
    return new ContainerBuilder()
        .withName(desired.getName())
        .withNewResources()
        .withLimits(limits)
        .withRequests(requests)
        .endResources()
        .build();
  }

  private static Map<String, Quantity> resizableOnly(Map<String, Quantity> quantities) {
    var resizable = new TreeMap<>(quantities);
    resizable.keySet().removeIf(name -> !name.equals(CPU) && !name.equals(MEMORY));
    return resizable;
  }
}
