package io.patternedapp.cli.graph;

import io.patternedapp.cli.graph.AppTopology.Container;
import io.patternedapp.cli.graph.AppTopology.Mount;
import io.patternedapp.cli.graph.AppTopology.Port;
import io.patternedapp.cli.graph.AppTopology.ServiceNode;
import io.patternedapp.cli.graph.AppTopology.StartPhase;
import io.patternedapp.cli.graph.NodeGraph.Edge;
import io.patternedapp.cli.graph.NodeGraph.EdgeKind;
import io.patternedapp.cli.graph.NodeGraph.Node;
import io.patternedapp.cli.graph.NodeGraph.Shape;
import io.patternedapp.model.ContainerRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Converts the model of an app to nodes and edges. */
final class NodeGraphBuilder {

  private final AppTopology graph;
  private final String prefix;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<Edge> edges = new ArrayList<>();

  private NodeGraphBuilder(AppTopology graph, String prefix) {
    this.graph = graph;
    this.prefix = prefix;
  }

  /** Builds the drawings of several apps for one document. */
  static List<NodeGraph> buildAll(List<AppTopology> graphs) {
    var drawings = new ArrayList<NodeGraph>();
    for (var graph : graphs) {
      var prefix = graphs.size() == 1 ? "" : "a" + (drawings.size() + 1) + "_";
      drawings.add(new NodeGraphBuilder(graph, prefix).build());
    }
    return List.copyOf(drawings);
  }

  private NodeGraph build() {
    graph.containers().forEach(this::add);
    addVolumes();
    if (graph.service() != null) {
      add(graph.service());
    }
    addOtherPods();
    addScrapes();
    addLinks();
    return new NodeGraph(
        "%s: %s".formatted(graph.name(), graph.workload()),
        List.copyOf(nodes.values()),
        List.copyOf(edges));
  }

  private void add(Container container) {
    var lines = new ArrayList<String>();
    lines.add(container.step() + ": " + container.name());
    if (container.role() != ContainerRole.MAIN) {
      lines.add(
          container.start() == StartPhase.BEFORE_MAIN
              ? container.role().displayName() + ", native"
              : container.role().displayName());
    }
    lines.add(container.image());
    var shape = container.role() == ContainerRole.MAIN ? Shape.MAIN : Shape.CONTAINER;
    addNode(containerId(container.name()), shape, lines);
    graph
        .predecessorOf(container)
        .ifPresent(
            before ->
                edges.add(
                    new Edge(
                        containerId(before.name()),
                        containerId(container.name()),
                        EdgeKind.ORDER,
                        before.start() == StartPhase.RUN_TO_COMPLETION
                            ? "completes before"
                            : "starts before")));
  }

  private void addVolumes() {
    int number = 0;
    for (var volume : graph.volumes()) {
      var id =
          volume.isFileMount()
              ? prefix + "f_" + ++number
              : prefix + "v_" + toIdentifier(volume.name());
      addNode(
          id,
          volume.isFileMount() ? Shape.FILES : Shape.VOLUME,
          List.of(volume.name(), volume.description()));
      volume.mounts().forEach(mount -> edges.add(mountEdge(id, mount)));
    }
  }

  private Edge mountEdge(String volumeId, Mount mount) {
    return mount.isWritable()
        ? new Edge(containerId(mount.container()), volumeId, EdgeKind.DATA, mount.path() + " (rw)")
        : new Edge(volumeId, containerId(mount.container()), EdgeKind.DATA, mount.path() + " (ro)");
  }

  private void add(ServiceNode service) {
    var id = prefix + "service";
    addNode(id, Shape.SERVICE, List.of("Service " + service.name(), service.type()));
    for (var mapping : service.ports()) {
      var from =
          service.isExternal()
              ? addExternalNode("clients", "clients")
              : addExternalNode("pods", "other Pods");
      var by = mapping.nodePort() == null ? mapping.port() : "node port " + mapping.nodePort();
      edges.add(new Edge(from, id, EdgeKind.TRAFFIC, by));
      var to =
          mapping.container() == null
              ? addExternalNode("port", "undeclared port")
              : containerId(mapping.container());
      edges.add(new Edge(id, to, EdgeKind.TRAFFIC, mapping.port() + " to " + mapping.target()));
    }
  }

  private void addOtherPods() {
    for (var container : graph.containers()) {
      var open = joinLabels(container.ports().stream().filter(Port::isOpen).toList());
      if (!open.isEmpty()) {
        edges.add(
            new Edge(
                addExternalNode("pods", "other Pods"),
                containerId(container.name()),
                EdgeKind.TRAFFIC,
                open));
      }
      var closed = joinLabels(container.ports().stream().filter(port -> !port.isOpen()).toList());
      if (!closed.isEmpty()) {
        edges.add(
            new Edge(
                addExternalNode("pods", "other Pods"),
                containerId(container.name()),
                EdgeKind.BLOCKED,
                "%s blocked by NetworkPolicy %s".formatted(closed, graph.networkPolicy())));
      }
    }
  }

  private void addScrapes() {
    graph
        .scrapes()
        .forEach(
            scrape ->
                edges.add(
                    new Edge(
                        addExternalNode("prometheus", "Prometheus"),
                        containerId(scrape.container()),
                        EdgeKind.TRAFFIC,
                        "%s via %s".formatted(scrape.endpoint(), scrape.discovery()))));
  }

  private void addLinks() {
    for (var link : graph.links()) {
      var to =
          link.to() == null
              ? addExternalNode("outside", "outside the Pod")
              : containerId(link.to());
      var line = link.label().startsWith("env ") ? EdgeKind.DATA : EdgeKind.TRAFFIC;
      edges.add(new Edge(containerId(link.from()), to, line, link.label()));
    }
  }

  private String addExternalNode(String id, String label) {
    var full = prefix + "o_" + id;
    addNode(full, Shape.EXTERNAL, List.of(label));
    return full;
  }

  private void addNode(String id, Shape shape, List<String> lines) {
    nodes.putIfAbsent(id, new Node(id, shape, List.copyOf(lines)));
  }

  private String containerId(String container) {
    return prefix + "c_" + toIdentifier(container);
  }

  private static String toIdentifier(String name) {
    return name.replace('-', '_');
  }

  private static String joinLabels(List<Port> ports) {
    return ports.stream().map(Port::label).distinct().collect(Collectors.joining(", "));
  }
}
