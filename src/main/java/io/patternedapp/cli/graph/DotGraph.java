package io.patternedapp.cli.graph;

import io.patternedapp.cli.graph.Drawing.Arrow;
import io.patternedapp.cli.graph.Drawing.Node;
import java.util.List;
import java.util.stream.Collectors;

/** Draws apps in the language of Graphviz. */
public final class DotGraph {

  private DotGraph() {}

  /** The graph, such as for {@code dot -Tpng}. */
  public static String of(List<AppGraph> graphs) {
    var text = new StringBuilder("digraph apps {\n  rankdir=LR\n  node [shape=box]\n");
    int number = 0;
    for (var drawing : Drawings.of(graphs)) {
      text.append("  subgraph cluster_%d {%n".formatted(++number));
      text.append("    label=%s%n".formatted(quote(drawing.title())));
      drawing.nodes().stream()
          .filter(Node::inPod)
          .forEach(node -> text.append("    ").append(node(node)).append("\n"));
      text.append("  }\n");
      drawing.nodes().stream()
          .filter(node -> !node.inPod())
          .forEach(node -> text.append("  ").append(node(node)).append("\n"));
      drawing.arrows().forEach(arrow -> text.append("  ").append(arrow(arrow)).append("\n"));
    }
    return text.append("}\n").toString();
  }

  private static String node(Node node) {
    var shape =
        switch (node.shape()) {
          case CONTAINER -> "box";
          case MAIN -> "box, peripheries=2";
          case STORE -> "cylinder";
          case FILES -> "note";
          case SERVICE -> "hexagon";
          case OUTSIDE -> "ellipse";
        };
    return "%s [shape=%s, label=%s]".formatted(node.id(), shape, quote(label(node)));
  }

  private static String label(Node node) {
    return String.join("\n", node.lines());
  }

  private static String arrow(Arrow arrow) {
    var style =
        switch (arrow.line()) {
          case ORDER -> "style=bold";
          case TRAFFIC -> "style=solid";
          case CLOSED -> "style=solid, color=red, arrowhead=tee";
          case DATA -> "style=dashed";
        };
    return "%s -> %s [%s, label=%s]"
        .formatted(arrow.from(), arrow.to(), style, quote(arrow.label()));
  }

  private static String quote(String text) {
    return text.lines()
        .map(line -> line.replace("\\", "\\\\").replace("\"", "\\\""))
        .collect(Collectors.joining("\\n", "\"", "\""));
  }
}
