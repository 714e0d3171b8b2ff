package io.patternedapp.cli.graph;

import io.patternedapp.cli.graph.AppTopology.Container;
import io.patternedapp.cli.graph.AppTopology.PortMapping;
import io.patternedapp.cli.graph.AppTopology.ServiceNode;
import io.patternedapp.cli.graph.AppTopology.VolumeNode;
import io.patternedapp.model.ContainerRole;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Renders an app as text, like {@code kubectl describe}. */
public final class TextRenderer {

  private static final String COLUMNS = "%-2s %-16s %-12s %s";

  private final AppTopology graph;
  private final StringBuilder text = new StringBuilder();

  private TextRenderer(AppTopology graph) {
    this.graph = graph;
  }

  /** Returns the lines, each with its line break. */
  public static String render(AppTopology graph) {
    var renderer = new TextRenderer(graph);
    renderer.text.append("%s (%s)%n".formatted(graph.name(), graph.workload()));
    renderer.appendSection(
        "Containers in start order:",
        graph.containers().stream().map(renderer::formatContainer).toList());
    renderer.appendSection(
        "Mounts:", graph.volumes().stream().flatMap(TextRenderer::formatMounts).toList());
    renderer.appendSection("Access:", renderer.accessPaths());
    renderer.appendSection(
        "Within the Pod:", graph.links().stream().map(TextRenderer::formatLink).toList());
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
          case RUN_TO_COMPLETION -> "runs to completion";
          case BEFORE_MAIN -> "native sidecar";
          case WITH_MAIN -> container.role() == ContainerRole.MAIN ? "" : "starts with main";
        };
    return COLUMNS.formatted(
        container.step() + ".",
        container.name(),
        container.role().displayName(),
        when.isEmpty() ? container.image() : container.image() + ", " + when);
  }

  private static Stream<String> formatMounts(VolumeNode volume) {
    if (volume.mounts().isEmpty()) {
      return Stream.of("%s (%s): not mounted".formatted(volume.name(), volume.description()));
    }
    return volume.mounts().stream()
        .map(
            mount ->
                "%s (%s): %s at %s (%s)"
                    .formatted(
                        volume.name(),
                        volume.description(),
                        mount.container(),
                        mount.path(),
                        mount.isWritable() ? "rw" : "ro"));
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
        paths.add(port.isOpen() ? to : to + ", blocked by NetworkPolicy " + graph.networkPolicy());
      }
    }
    graph
        .scrapes()
        .forEach(
            scrape ->
                paths.add(
                    "from Prometheus: %s:%s, via %s"
                        .formatted(scrape.container(), scrape.endpoint(), scrape.discovery())));
    return paths;
  }

  private static String formatAccessPath(ServiceNode service, PortMapping mapping) {
    var from =
        !service.isExternal()
            ? "from inside the cluster"
            : mapping.nodePort() == null
                ? "from outside the cluster"
                : "from outside the cluster, node port " + mapping.nodePort();
    return "%s: Service %s:%s (%s) -> %s:%s"
        .formatted(
            from,
            service.name(),
            mapping.port(),
            service.type(),
            mapping.container() == null ? "undeclared port" : mapping.container(),
            mapping.target());
  }

  private static String formatLink(AppTopology.Link link) {
    return "%s -> %s: %s"
        .formatted(link.from(), link.to() == null ? "outside the Pod" : link.to(), link.label());
  }
}
