package io.patternedapp.cli.graph;

import io.patternedapp.model.ContainerRole;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see of an app.
 *
 * @param name the app's name
 * @param workload what runs its Pods, such as {@code Deployment, 3 replicas}
 * @param containers its containers, in the order in which they start
 * @param volumes its volumes and the files written in it, in the order of the spec
 * @param service how clients reach it; null when there is no Service
 * @param networkPolicy the NetworkPolicy that closes it; null when its ports are open
 * @param scrapes how its metrics are found
 * @param links who gives or offers what to whom inside of the Pod
 */
public record AppGraph(
    String name,
    String workload,
    List<Container> containers,
    List<VolumeNode> volumes,
    @Nullable ServiceNode service,
    @Nullable String networkPolicy,
    List<Scrape> scrapes,
    List<Link> links) {

  /** When a container starts. */
  public enum StartPhase {
    /** Before main, and ends before the next one starts. */
    RUN_TO_COMPLETION,
    /** Before main, and stays: a native sidecar. */
    BEFORE_MAIN,
    /** Once all those have: main, and the ordinary helpers together with it. */
    WITH_MAIN
  }

  /**
   * A container.
   *
   * @param step its place in the order of start, from 1; those that start together share one
   * @param name its name
   * @param role the part it plays
   * @param image what it runs
   * @param start when it starts
   * @param ports what it declares to listen on
   */
  public record Container(
      int step,
      String name,
      ContainerRole role,
      String image,
      StartPhase start,
      List<Port> ports) {}

  /**
   * A port that a container declares.
   *
   * @param label number and protocol, such as {@code 80} or {@code 53/UDP}
   * @param isOpen whether other Pods may reach it, as far as the app says
   */
  public record Port(String label, boolean isOpen) {}

  /**
   * Something that containers mount.
   *
   * @param name the name of a volume, or the directory of files
   * @param description what it is
   * @param isFileMount whether it is files rather than a volume
   * @param mounts who mounts it
   */
  public record VolumeNode(
      String name, String description, boolean isFileMount, List<Mount> mounts) {}

  /**
   * A mount.
   *
   * @param container who mounts it
   * @param path where
   * @param isWritable whether it may write there
   */
  public record Mount(String container, String path, boolean isWritable) {}

  /**
   * The app's Service.
   *
   * @param name its name
   * @param type its type, or {@code headless}
   * @param isExternal whether it is reached from outside of the cluster
   * @param ports its ports
   */
  public record ServiceNode(
      String name, String type, boolean isExternal, List<PortMapping> ports) {}

  /**
   * A port of the Service.
   *
   * @param port the port, with its protocol unless TCP
   * @param nodePort its number on every node; null when the cluster chooses it, or there is none
   * @param target the port of the Pod behind it
   * @param container who declares that port; null when nobody does
   */
  public record PortMapping(
      String port, @Nullable Integer nodePort, String target, @Nullable String container) {}

  /**
   * Metrics.
   *
   * @param container who serves them
   * @param endpoint port and path
   * @param discovery by what a Prometheus finds them
   */
  public record Scrape(String container, String endpoint, String discovery) {}

  /**
   * A link inside of the Pod.
   *
   * @param from the container that gives, or calls
   * @param to the container that takes, or is called; null when it is outside of the Pod
   * @param label what
   */
  public record Link(String from, @Nullable String to, String label) {}

  /** Main. */
  public Container mainContainer() {
    return containers.stream()
        .filter(c -> c.role() == ContainerRole.MAIN)
        .findFirst()
        .orElseThrow();
  }

  /** The container that starts right before another; empty for the first. */
  public Optional<Container> predecessorOf(Container container) {
    return containers.stream().filter(c -> c.step() == container.step() - 1).findFirst();
  }
}
