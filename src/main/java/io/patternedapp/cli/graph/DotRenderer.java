package io.patternedapp.cli.graph;

import io.patternedapp.cli.graph.NodeGraph.Edge;
import io.patternedapp.cli.graph.NodeGraph.Node;
import java.util.List;
import java.util.stream.Collectors;

/** Renders apps in the DOT language of Graphviz. */
public final class DotRenderer {

  private DotRenderer() {}

  /** Returns the graph, for example for {@code dot -Tpng}. */
  public static String render(List<AppTopology> graphs) {
    var text = new StringBuilder("digraph apps {\n  rankdir=LR\n  node [shape=box]\n");
    int number = 0;
    for (var drawing : NodeGraphBuilder.buildAll(graphs)) {
      text.append("  subgraph cluster_%d {%n".formatted(++number));
      text.append("    label=%s%n".formatted(quote(drawing.title())));
      drawing.nodes().stream()
          .filter(Node::isInPod)
          .forEach(node -> text.append("    ").append(formatNode(node)).append("\n"));
      text.append("  }\n");
      drawing.nodes().stream()
          .filter(node -> !node.isInPod())
          .forEach(node -> text.append("  ").append(formatNode(node)).append("\n"));
      drawing.edges().forEach(edge -> text.append("  ").append(formatEdge(edge)).append("\n"));
    }
    return text.append("}\n").toString();
  }

  private static String formatNode(Node node) {
    var shape =
        switch (node.shape()) {
          case CONTAINER -> "box";
          case MAIN -> "box, peripheries=2";
          case VOLUME -> "cylinder";
          case FILES -> "note";
          case SERVICE -> "hexagon";
          case EXTERNAL -> "ellipse";
        };
    return "%s [shape=%s, label=%s]".formatted(node.id(), shape, quote(nodeLabel(node)));
  }

  private static String nodeLabel(Node node) {
    return String.join("\n", node.lines());
  }

  private static String formatEdge(Edge edge) {
    var style =
        switch (edge.kind()) {
          case ORDER -> "style=bold";
          case TRAFFIC -> "style=solid";
          case BLOCKED -> "style=solid, color=red, arrowhead=tee";
          case DATA -> "style=dashed";
        };
    return "%s -> %s [%s, label=%s]".formatted(edge.from(), edge.to(), style, quote(edge.label()));
  }

  private static String quote(String text) {
    return text.lines()
        .map(line -> line.replace("\\", "\\\\").replace("\"", "\\\""))
        .collect(Collectors.joining("\\n", "\"", "\""));
  }
}
