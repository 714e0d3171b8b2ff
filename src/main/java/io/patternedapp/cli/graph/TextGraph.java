package io.patternedapp.cli.graph;

import io.patternedapp.cli.graph.AppGraph.Container;
import io.patternedapp.cli.graph.AppGraph.PortMapping;
import io.patternedapp.cli.graph.AppGraph.ServiceNode;
import io.patternedapp.cli.graph.AppGraph.VolumeNode;
import io.patternedapp.model.ContainerRole;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Tells in lines what a picture would show. */
public final class TextGraph {

  private static final String COLUMNS = "%-2s %-16s %-12s %s";

  private final AppGraph graph;
  private final StringBuilder text = new StringBuilder();

  private TextGraph(AppGraph graph) {
    this.graph = graph;
  }

  /** The text, from the app's name to the end of its last line. */
  public static String render(AppGraph graph) {
    var renderer = new TextGraph(graph);
    renderer.text.append("%s (%s)%n".formatted(graph.name(), graph.workload()));
    renderer.appendSection(
        "starts", graph.containers().stream().map(renderer::formatContainer).toList());
    renderer.appendSection(
        "mounts", graph.volumes().stream().flatMap(TextGraph::formatMounts).toList());
    renderer.appendSection("is reached", renderer.accessPaths());
    renderer.appendSection("inside", graph.links().stream().map(TextGraph::formatLink).toList());
    return renderer.text.toString();
  }

  private void appendSection(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append("  ").append(title).append("\n");
      lines.forEach(line -> text.append("    ").append(line.stripTrailing()).append("\n"));
    }
  }

  private String formatContainer(Container container) {
    var when =
        switch (container.start()) {
          case RUN_TO_COMPLETION -> "runs to its end";
          case BEFORE_MAIN -> "stays";
          case WITH_MAIN -> container.role() == ContainerRole.MAIN ? "" : "together with main";
        };
    return COLUMNS.formatted(
        container.step() + ".",
        container.name(),
        container.role().displayName(),
        when.isEmpty() ? container.image() : container.image() + ", " + when);
  }

  private static Stream<String> formatMounts(VolumeNode volume) {
    if (volume.mounts().isEmpty()) {
      return Stream.of("%s (%s): nobody mounts it".formatted(volume.name(), volume.description()));
    }
    return volume.mounts().stream()
        .map(
            mount ->
                "%s (%s): %s %s %s"
                    .formatted(
                        volume.name(),
                        volume.description(),
                        mount.container(),
                        mount.isWritable() ? "writes at" : "reads at",
                        mount.path()));
  }

  private List<String> accessPaths() {
    var paths = new ArrayList<String>();
    var service = graph.service();
    if (service != null) {
      service.ports().forEach(mapping -> paths.add(formatAccessPath(service, mapping)));
    }
    for (var container : graph.containers()) {
      for (var port : container.ports()) {
        var to = "from other Pods: %s:%s".formatted(container.name(), port.label());
        paths.add(port.isOpen() ? to : to + " is closed by NetworkPolicy " + graph.networkPolicy());
      }
    }
    graph
        .scrapes()
        .forEach(
            scrape ->
                paths.add(
                    "from Prometheus: %s:%s, found by %s"
                        .formatted(scrape.container(), scrape.endpoint(), scrape.discovery())));
    return paths;
  }

  private static String formatAccessPath(ServiceNode service, PortMapping mapping) {
    var from =
        !service.isExternal()
            ? "from the cluster"
            : mapping.nodePort() == null
                ? "from outside"
                : "from outside, node port " + mapping.nodePort();
    return "%s: Service %s:%s (%s), then %s:%s"
        .formatted(
            from,
            service.name(),
            mapping.port(),
            service.type(),
            mapping.container() == null ? "a port that nobody declares" : mapping.container(),
            mapping.target());
  }

  private static String formatLink(AppGraph.Link link) {
    return "%s -> %s: %s"
        .formatted(link.from(), link.to() == null ? "outside" : link.to(), link.label());
  }
}
