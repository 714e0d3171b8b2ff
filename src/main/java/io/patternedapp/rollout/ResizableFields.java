package io.patternedapp.rollout;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reduces Pods and containers to the part that a resize can change: CPU and memory. */
public final class ResizableFields {

  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";

  private ResizableFields() {}

  /**
   * Returns the body of a resize, bound to the uid and resourceVersion of the live Pod.
   *
   * @param containers the names of the containers to resize
   */
  public static Pod forPod(Pod desired, Set<String> containers, Pod live) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(live.getMetadata().getName())
        .withNamespace(live.getMetadata().getNamespace())
        .withUid(live.getMetadata().getUid())
        .withResourceVersion(live.getMetadata().getResourceVersion())
        .endMetadata()
        .withNewSpec()
        .withInitContainers(forContainers(desired.getSpec().getInitContainers(), containers))
        .withContainers(forContainers(desired.getSpec().getContainers(), containers))
        .endSpec()
        .build();
  }

  private static List<Container> forContainers(List<Container> desired, Set<String> names) {
    return desired.stream()
        .filter(container -> names.contains(container.getName()))
        .map(ResizableFields::forContainer)
        .toList();
  }

  /**
   * Returns the container with only its name and resources. An unset request defaults to the limit;
   * the API server applies this default to a new Pod, but not to a resize.
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
