package io.patternedapp.cli.graph;

import io.patternedapp.api.Role;
import io.patternedapp.cli.graph.AppGraph.Container;
import io.patternedapp.cli.graph.AppGraph.Door;
import io.patternedapp.cli.graph.AppGraph.Front;
import io.patternedapp.cli.graph.AppGraph.Store;
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
  public static String of(AppGraph graph) {
    var text = new TextGraph(graph);
    text.text.append("%s (%s)%n".formatted(graph.name(), graph.workload()));
    text.section("starts", graph.containers().stream().map(text::start).toList());
    text.section("mounts", graph.stores().stream().flatMap(TextGraph::store).toList());
    text.section("is reached", text.ways());
    text.section("inside", graph.links().stream().map(TextGraph::link).toList());
    return text.text.toString();
  }

  private void section(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append("  ").append(title).append("\n");
      lines.forEach(line -> text.append("    ").append(line.stripTrailing()).append("\n"));
    }
  }

  private String start(Container container) {
    var when =
        switch (container.start()) {
          case TO_ITS_END -> "runs to its end";
          case BEFORE_MAIN -> "stays";
          case LAST -> container.role() == Role.MAIN ? "" : "together with main";
        };
    return COLUMNS.formatted(
        container.step() + ".",
        container.name(),
        container.role().label(),
        when.isEmpty() ? container.image() : container.image() + ", " + when);
  }

  private static Stream<String> store(Store store) {
    if (store.uses().isEmpty()) {
      return Stream.of("%s (%s): nobody mounts it".formatted(store.name(), store.what()));
    }
    return store.uses().stream()
        .map(
            use ->
                "%s (%s): %s %s %s"
                    .formatted(
                        store.name(),
                        store.what(),
                        use.container(),
                        use.writes() ? "writes at" : "reads at",
                        use.path()));
  }

  private List<String> ways() {
    var ways = new ArrayList<String>();
    var service = graph.service();
    if (service != null) {
      service.doors().forEach(door -> ways.add(way(service, door)));
    }
    for (var container : graph.containers()) {
      for (var port : container.ports()) {
        var to = "from other Pods: %s:%s".formatted(container.name(), port.label());
        ways.add(port.open() ? to : to + " is closed by NetworkPolicy " + graph.policy());
      }
    }
    graph
        .scrapes()
        .forEach(
            scrape ->
                ways.add(
                    "from Prometheus: %s:%s, found by %s"
                        .formatted(scrape.container(), scrape.endpoint(), scrape.how())));
    return ways;
  }

  private static String way(Front service, Door door) {
    var from =
        !service.outside()
            ? "from the cluster"
            : door.nodePort() == null
                ? "from outside"
                : "from outside, node port " + door.nodePort();
    return "%s: Service %s:%s (%s), then %s:%s"
        .formatted(
            from,
            service.name(),
            door.port(),
            service.type(),
            door.container() == null ? "a port that nobody declares" : door.container(),
            door.target());
  }

  private static String link(AppGraph.Link link) {
    return "%s -> %s: %s"
        .formatted(link.from(), link.to() == null ? "outside" : link.to(), link.label());
  }
}
