package io.patternedapp.cli.graph;

import io.patternedapp.api.Role;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see of an app.
 *
 * @param name the app's name
 * @param workload what runs its Pods, such as {@code Deployment, 3 replicas}
 * @param containers its containers, in the order in which they start
 * @param stores its volumes and the files written in it, in the order of the spec
 * @param service how clients reach it; null when there is no Service
 * @param policy the NetworkPolicy that closes it; null when its ports are open
 * @param scrapes how its metrics are found
 * @param links who gives or offers what to whom inside of the Pod
 */
public record AppGraph(
    String name,
    String workload,
    List<Container> containers,
    List<Store> stores,
    @Nullable Front service,
    @Nullable String policy,
    List<Scrape> scrapes,
    List<Link> links) {

  /** When a container starts. */
  public enum Start {
    /** Before main, and ends before the next one starts. */
    TO_ITS_END,
    /** Before main, and stays: a native sidecar. */
    BEFORE_MAIN,
    /** Once all those have: main, and the ordinary helpers together with it. */
    LAST
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
      int step, String name, Role role, String image, Start start, List<Port> ports) {}

  /**
   * A port that a container declares.
   *
   * @param label number and protocol, such as {@code 80} or {@code 53/UDP}
   * @param open whether other Pods may reach it, as far as the app says
   */
  public record Port(String label, boolean open) {}

  /**
   * Something that containers mount.
   *
   * @param name the name of a volume, or the directory of files
   * @param what what it is
   * @param files whether it is files rather than a volume
   * @param uses who mounts it
   */
  public record Store(String name, String what, boolean files, List<Use> uses) {}

  /**
   * A mount.
   *
   * @param container who mounts it
   * @param path where
   * @param writes whether it may write there
   */
  public record Use(String container, String path, boolean writes) {}

  /**
   * The app's Service.
   *
   * @param name its name
   * @param type its type, or {@code headless}
   * @param outside whether it is reached from outside of the cluster
   * @param doors its ports
   */
  public record Front(String name, String type, boolean outside, List<Door> doors) {}

  /**
   * A port of the Service.
   *
   * @param port the port, with its protocol unless TCP
   * @param nodePort its number on every node; null when the cluster chooses it, or there is none
   * @param target the port of the Pod behind it
   * @param container who declares that port; null when nobody does
   */
  public record Door(
      String port, @Nullable Integer nodePort, String target, @Nullable String container) {}

  /**
   * Metrics.
   *
   * @param container who serves them
   * @param endpoint port and path
   * @param how by what a Prometheus finds them
   */
  public record Scrape(String container, String endpoint, String how) {}

  /**
   * A link inside of the Pod.
   *
   * @param from the container that gives, or calls
   * @param to the container that takes, or is called; null when it is outside of the Pod
   * @param label what
   */
  public record Link(String from, @Nullable String to, String label) {}

  /** Main. */
  public Container main() {
    return containers.stream().filter(c -> c.role() == Role.MAIN).findFirst().orElseThrow();
  }

  /** The container that starts right before another; empty for the first. */
  public Optional<Container> before(Container container) {
    return containers.stream().filter(c -> c.step() == container.step() - 1).findFirst();
  }
}
