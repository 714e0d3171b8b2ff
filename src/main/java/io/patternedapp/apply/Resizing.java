package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.TreeMap;

/** What of a container goes into a resize: CPU and memory, nothing else can change. */
final class Resizing {

  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";

  private Resizing() {}

  /**
   * The container with its name and resources only. A request that is not written follows the
   * limit, as the API server has it for a new Pod but not for a resize.
   */
  static Container of(Container wanted) {
    var limits = resizable(wanted.getResources().getLimits());
    var requests = new TreeMap<>(limits);
    requests.putAll(resizable(wanted.getResources().getRequests()));
    return new ContainerBuilder()
        .withName(wanted.getName())
        .withNewResources()
        .withLimits(limits)
        .withRequests(requests)
        .endResources()
        .build();
  }

  private static Map<String, Quantity> resizable(Map<String, Quantity> quantities) {
    var kept = new TreeMap<>(quantities);
    kept.keySet().removeIf(name -> !name.equals(CPU) && !name.equals(MEMORY));
    return kept;
  }
}
