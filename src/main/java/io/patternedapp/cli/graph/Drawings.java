package io.patternedapp.cli.graph;

import io.patternedapp.api.Role;
import io.patternedapp.cli.graph.AppGraph.Container;
import io.patternedapp.cli.graph.AppGraph.Front;
import io.patternedapp.cli.graph.AppGraph.Port;
import io.patternedapp.cli.graph.AppGraph.Start;
import io.patternedapp.cli.graph.AppGraph.Use;
import io.patternedapp.cli.graph.Drawing.Arrow;
import io.patternedapp.cli.graph.Drawing.Line;
import io.patternedapp.cli.graph.Drawing.Node;
import io.patternedapp.cli.graph.Drawing.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lays out the model of an app as nodes and arrows. */
final class Drawings {

  private final AppGraph graph;
  private final String prefix;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<Arrow> arrows = new ArrayList<>();

  private Drawings(AppGraph graph, String prefix) {
    this.graph = graph;
    this.prefix = prefix;
  }

  /** The drawings of several apps in one document. */
  static List<Drawing> of(List<AppGraph> graphs) {
    var drawings = new ArrayList<Drawing>();
    for (var graph : graphs) {
      var prefix = graphs.size() == 1 ? "" : "a" + (drawings.size() + 1) + "_";
      drawings.add(new Drawings(graph, prefix).draw());
    }
    return List.copyOf(drawings);
  }

  private Drawing draw() {
    graph.containers().forEach(this::add);
    addStores();
    if (graph.service() != null) {
      add(graph.service());
    }
    addOtherPods();
    addScrapes();
    addLinks();
    return new Drawing(
        "%s: %s".formatted(graph.name(), graph.workload()),
        List.copyOf(nodes.values()),
        List.copyOf(arrows));
  }

  private void add(Container container) {
    var lines = new ArrayList<String>();
    lines.add(container.step() + ": " + container.name());
    if (container.role() != Role.MAIN) {
      lines.add(
          container.start() == Start.BEFORE_MAIN
              ? container.role().label() + ", native"
              : container.role().label());
    }
    lines.add(container.image());
    var shape = container.role() == Role.MAIN ? Shape.MAIN : Shape.CONTAINER;
    node(id(container.name()), shape, lines);
    graph
        .before(container)
        .ifPresent(
            before ->
                arrows.add(
                    new Arrow(
                        id(before.name()),
                        id(container.name()),
                        Line.ORDER,
                        before.start() == Start.TO_ITS_END ? "ends before" : "starts before")));
  }

  private void addStores() {
    int number = 0;
    for (var store : graph.stores()) {
      var id = store.files() ? prefix + "f_" + ++number : prefix + "v_" + clean(store.name());
      node(id, store.files() ? Shape.FILES : Shape.STORE, List.of(store.name(), store.what()));
      store.uses().forEach(use -> arrows.add(arrow(id, use)));
    }
  }

  private Arrow arrow(String store, Use use) {
    return use.writes()
        ? new Arrow(id(use.container()), store, Line.DATA, "writes " + use.path())
        : new Arrow(store, id(use.container()), Line.DATA, "read at " + use.path());
  }

  private void add(Front service) {
    var id = prefix + "service";
    node(id, Shape.SERVICE, List.of("Service " + service.name(), service.type()));
    for (var door : service.doors()) {
      var from = service.outside() ? outside("clients", "clients") : outside("pods", "other Pods");
      var by = door.nodePort() == null ? door.port() : "node port " + door.nodePort();
      arrows.add(new Arrow(from, id, Line.TRAFFIC, by));
      var to =
          door.container() == null
              ? outside("port", "a port that nobody declares")
              : id(door.container());
      arrows.add(new Arrow(id, to, Line.TRAFFIC, door.port() + " to " + door.target()));
    }
  }

  private void addOtherPods() {
    for (var container : graph.containers()) {
      var open = labels(container.ports().stream().filter(Port::open).toList());
      if (!open.isEmpty()) {
        arrows.add(
            new Arrow(outside("pods", "other Pods"), id(container.name()), Line.TRAFFIC, open));
      }
      var closed = labels(container.ports().stream().filter(port -> !port.open()).toList());
      if (!closed.isEmpty()) {
        arrows.add(
            new Arrow(
                outside("pods", "other Pods"),
                id(container.name()),
                Line.CLOSED,
                "%s closed by NetworkPolicy %s".formatted(closed, graph.policy())));
      }
    }
  }

  private void addScrapes() {
    graph
        .scrapes()
        .forEach(
            scrape ->
                arrows.add(
                    new Arrow(
                        outside("prometheus", "Prometheus"),
                        id(scrape.container()),
                        Line.TRAFFIC,
                        "%s by %s".formatted(scrape.endpoint(), scrape.how()))));
  }

  private void addLinks() {
    for (var link : graph.links()) {
      var to = link.to() == null ? outside("outside", "outside") : id(link.to());
      var line = link.label().startsWith("env ") ? Line.DATA : Line.TRAFFIC;
      arrows.add(new Arrow(id(link.from()), to, line, link.label()));
    }
  }

  private String outside(String id, String label) {
    var full = prefix + "o_" + id;
    node(full, Shape.OUTSIDE, List.of(label));
    return full;
  }

  private void node(String id, Shape shape, List<String> lines) {
    nodes.putIfAbsent(id, new Node(id, shape, List.copyOf(lines)));
  }

  private String id(String container) {
    return prefix + "c_" + clean(container);
  }

  private static String clean(String name) {
    return name.replace('-', '_');
  }

  private static String labels(List<Port> ports) {
    return ports.stream().map(Port::label).distinct().collect(Collectors.joining(", "));
  }
}
