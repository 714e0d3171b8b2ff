package io.patternedapp.cli.graph;

import io.patternedapp.cli.graph.Drawing.Arrow;
import io.patternedapp.cli.graph.Drawing.Node;
import java.util.List;
import java.util.stream.Collectors;

/** Draws apps as a Mermaid flowchart, which Markdown pages of code hosts show as a picture. */
public final class MermaidGraph {

  private MermaidGraph() {}

  /** The flowchart, without the fence around it in Markdown. */
  public static String of(List<AppGraph> graphs) {
    var text = new StringBuilder("flowchart LR\n");
    int number = 0;
    for (var drawing : Drawings.of(graphs)) {
      text.append("  subgraph pod%d[\"%s\"]%n".formatted(++number, escape(drawing.title())));
      drawing.nodes().stream()
          .filter(Node::inPod)
          .forEach(node -> text.append("    ").append(node(node)).append("\n"));
      text.append("  end\n");
      drawing.nodes().stream()
          .filter(node -> !node.inPod())
          .forEach(node -> text.append("  ").append(node(node)).append("\n"));
      drawing.arrows().forEach(arrow -> text.append("  ").append(arrow(arrow)).append("\n"));
    }
    return text.toString();
  }

  private static String node(Node node) {
    var label =
        node.lines().stream()
            .map(MermaidGraph::escape)
            .collect(Collectors.joining("<br/>", "\"", "\""));
    return node.id()
        + switch (node.shape()) {
          case CONTAINER -> "[" + label + "]";
          case MAIN -> "[[" + label + "]]";
          case STORE -> "[(" + label + ")]";
          case FILES -> "[/" + label + "/]";
          case SERVICE -> "{{" + label + "}}";
          case OUTSIDE -> "([" + label + "])";
        };
  }

  private static String arrow(Arrow arrow) {
    var line =
        switch (arrow.line()) {
          case ORDER -> "==>";
          case TRAFFIC -> "-->";
          case CLOSED -> "--x";
          case DATA -> "-.->";
        };
    var label = arrow.label().isEmpty() ? "" : "|\"" + escape(arrow.label()) + "\"|";
    return "%s %s%s %s".formatted(arrow.from(), line, label, arrow.to());
  }

  /** Characters that mean something to Mermaid or HTML, as the entities that Mermaid reads. */
  private static String escape(String text) {
    return text.replace("#", "#35;")
        .replace("&", "#amp;")
        .replace("\"", "#quot;")
        .replace("<", "#lt;")
        .replace(">", "#gt;");
  }
}
