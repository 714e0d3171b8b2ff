package io.patternedapp.cli.graph;

import io.patternedapp.cli.graph.NodeGraph.Edge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.graphper.api.Cluster;
import org.graphper.api.Graphviz;
import org.graphper.api.Line;
import org.graphper.api.Node;
import org.graphper.api.attributes.ArrowShape;
import org.graphper.api.attributes.Color;
import org.graphper.api.attributes.LineStyle;
import org.graphper.api.attributes.NodeShapeEnum;
import org.graphper.api.attributes.Rankdir;
import org.graphper.draw.ExecuteException;

/** Renders apps as SVG. The layout depends on the fonts of the machine. */
public final class SvgRenderer {

  private SvgRenderer() {}

  /** Returns the SVG document. */
  public static String render(List<AppTopology> graphs) {
    var picture = Graphviz.digraph().rankdir(Rankdir.LR);
    for (var drawing : NodeGraphBuilder.buildAll(graphs)) {
      Map<String, Node> nodes = new HashMap<>();
      var pod = Cluster.builder().label(drawing.title());
      for (var node : drawing.nodes()) {
        nodes.put(node.id(), toNode(node));
        if (node.isInPod()) {
          pod.addNode(nodes.get(node.id()));
        } else {
          picture.addNode(nodes.get(node.id()));
        }
      }
      picture.cluster(pod.build());
      drawing.edges().forEach(edge -> picture.addLine(toLine(edge, nodes)));
    }
    try {
      return picture.build().toSvgStr();
    } catch (ExecuteException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Node toNode(NodeGraph.Node node) {
    var shape =
        switch (node.shape()) {
          case CONTAINER, MAIN -> NodeShapeEnum.BOX;
          case VOLUME -> NodeShapeEnum.CYLINDER;
          case FILES -> NodeShapeEnum.NOTE;
          case SERVICE -> NodeShapeEnum.HEXAGON;
          case EXTERNAL -> NodeShapeEnum.ELLIPSE;
        };
    var width = node.shape() == NodeGraph.Shape.MAIN ? 2.0 : 1.0;
    return Node.builder()
        .id(node.id())
        .label(String.join("\n", node.lines()))
        .shape(shape)
        .penWidth(width)
        .build();
  }

  private static Line toLine(Edge edge, Map<String, Node> nodes) {
    var line =
        Line.builder(
                Objects.requireNonNull(nodes.get(edge.from())),
                Objects.requireNonNull(nodes.get(edge.to())))
            .label(edge.label());
    switch (edge.kind()) {
      case ORDER -> line.style(LineStyle.BOLD);
      case TRAFFIC -> line.style(LineStyle.SOLID);
      case BLOCKED -> line.color(Color.RED).arrowHead(ArrowShape.BOX);
      case DATA -> line.style(LineStyle.DASHED);
    }
    return line.build();
  }
}
