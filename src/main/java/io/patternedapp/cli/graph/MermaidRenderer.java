package io.patternedapp.cli.graph;

import io.patternedapp.cli.graph.NodeGraph.Edge;
import io.patternedapp.cli.graph.NodeGraph.Node;
import java.util.List;
import java.util.stream.Collectors;

/** Renders apps as a Mermaid flowchart, which code hosts display as a diagram in Markdown. */
public final class MermaidRenderer {

  private MermaidRenderer() {}

  /** Returns the flowchart, without a Markdown code fence. */
  public static String render(List<AppTopology> graphs) {
    var text = new StringBuilder("flowchart LR\n");
    int number = 0;
    for (var drawing : NodeGraphBuilder.buildAll(graphs)) {
      text.append("  subgraph pod%d[\"%s\"]%n".formatted(++number, escape(drawing.title())));
      drawing.nodes().stream()
          .filter(Node::isInPod)
          .forEach(node -> text.append("    ").append(formatNode(node)).append("\n"));
      text.append("  end\n");
      drawing.nodes().stream()
          .filter(node -> !node.isInPod())
          .forEach(node -> text.append("  ").append(formatNode(node)).append("\n"));
      drawing.edges().forEach(edge -> text.append("  ").append(formatEdge(edge)).append("\n"));
    }
    return text.toString();
  }

  private static String formatNode(Node node) {
    var label =
        node.lines().stream()
            .map(MermaidRenderer::escape)
            .collect(Collectors.joining("<br/>", "\"", "\""));
    return node.id()
        + switch (node.shape()) {
          case CONTAINER -> "[" + label + "]";
          case MAIN -> "[[" + label + "]]";
          case VOLUME -> "[(" + label + ")]";
          case FILES -> "[/" + label + "/]";
          case SERVICE -> "{{" + label + "}}";
          case EXTERNAL -> "([" + label + "])";
        };
  }

  private static String formatEdge(Edge edge) {
    var line =
        switch (edge.kind()) {
          case ORDER -> "==>";
          case TRAFFIC -> "-->";
          case BLOCKED -> "--x";
          case DATA -> "-.->";
        };
    var label = edge.label().isEmpty() ? "" : "|\"" + escape(edge.label()) + "\"|";
    return "%s %s%s %s".formatted(edge.from(), line, label, edge.to());
  }

  /** Replaces the special characters of Mermaid and HTML with the entities of Mermaid. */
  private static String escape(String text) {
    return text.replace("#", "#35;")
        .replace("&", "#amp;")
        .replace("\"", "#quot;")
        .replace("<", "#lt;")
        .replace(">", "#gt;");
  }
}
