package io.patternedapp.cli.graph;

import io.patternedapp.model.ContainerRole;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The model of a diagram of an app.
 *
 * @param name the name of the app
 * @param workload the workload that runs its Pods, such as {@code Deployment, 3 replicas}
 * @param containers the containers, in start order
 * @param volumes the volumes and inline files, in the order of the spec
 * @param service the Service; null if there is none
 * @param networkPolicy the name of the NetworkPolicy that restricts ingress; null if there is none
 * @param scrapes the metrics endpoints that Prometheus discovers
 * @param links the connections between containers of the Pod, and the env that they export
 */
public record AppTopology(
    String name,
    String workload,
    List<Container> containers,
    List<VolumeNode> volumes,
    @Nullable ServiceNode service,
    @Nullable String networkPolicy,
    List<Scrape> scrapes,
    List<Link> links) {

  /** The phase of the start of a Pod in which a container starts. */
  public enum StartPhase {
    /** Starts before main and exits before the next container starts: an init container. */
    RUN_TO_COMPLETION,
    /** Starts before main and keeps running: a native sidecar. */
    BEFORE_MAIN,
    /** Starts after all others: main and the helpers that are regular containers. */
    WITH_MAIN
  }

  /**
   * A container.
   *
   * @param step the position in the start order, from 1; containers that start together share it
   * @param name the name
   * @param role the role
   * @param image the image
   * @param start the phase in which it starts
   * @param ports the declared ports
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
   * @param label the number, and the protocol unless TCP, such as {@code 80} or {@code 53/UDP}
   * @param isOpen whether the NetworkPolicy of the app, if any, admits other Pods
   */
  public record Port(String label, boolean isOpen) {}

  /**
   * A volume, or inline files, that containers mount.
   *
   * @param name the name of the volume, or the names of the files
   * @param description the source of the volume
   * @param isFileMount whether this is a set of inline files
   * @param mounts the mounts of the containers
   */
  public record VolumeNode(
      String name, String description, boolean isFileMount, List<Mount> mounts) {}

  /**
   * A mount.
   *
   * @param container the name of the container
   * @param path the mount path or the device path
   * @param isWritable whether the mount is not read-only
   */
  public record Mount(String container, String path, boolean isWritable) {}

  /**
   * The Service of the app.
   *
   * @param name the name
   * @param type the type, or {@code headless}
   * @param isExternal whether clients outside of the cluster can connect to it
   * @param ports the ports
   */
  public record ServiceNode(
      String name, String type, boolean isExternal, List<PortMapping> ports) {}

  /**
   * A port of the Service.
   *
   * @param port the port, with its protocol unless TCP
   * @param nodePort the node port; null if there is none or the cluster assigns it
   * @param target the target port
   * @param container the name of the container that declares the target port; null if none does
   */
  public record PortMapping(
      String port, @Nullable Integer nodePort, String target, @Nullable String container) {}

  /**
   * A metrics endpoint.
   *
   * @param container the name of the container that serves it
   * @param endpoint the port and path
   * @param discovery the mechanism by which Prometheus discovers it
   */
  public record Scrape(String container, String endpoint, String discovery) {}

  /**
   * A connection, or exported env, between two containers.
   *
   * @param from the name of the container that connects or exports
   * @param to the name of the target container; null if the target is outside of the Pod
   * @param label the address or the names of the variables
   */
  public record Link(String from, @Nullable String to, String label) {}

  /** Returns the main container. */
  public Container mainContainer() {
    return containers.stream()
        .filter(c -> c.role() == ContainerRole.MAIN)
        .findFirst()
        .orElseThrow();
  }

  /** Returns the container that starts directly before another one; empty for the first. */
  public Optional<Container> predecessorOf(Container container) {
    return containers.stream().filter(c -> c.step() == container.step() - 1).findFirst();
  }
}
