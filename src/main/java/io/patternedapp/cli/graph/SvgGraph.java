package io.patternedapp.cli.graph;

import io.patternedapp.cli.graph.Drawing.Arrow;
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

/** Draws apps as an SVG picture. Its measures depend on the fonts of the machine. */
public final class SvgGraph {

  private SvgGraph() {}

  /** The SVG document. */
  public static String of(List<AppGraph> graphs) {
    var picture = Graphviz.digraph().rankdir(Rankdir.LR);
    for (var drawing : Drawings.of(graphs)) {
      Map<String, Node> nodes = new HashMap<>();
      var pod = Cluster.builder().label(drawing.title());
      for (var node : drawing.nodes()) {
        nodes.put(node.id(), node(node));
        if (node.inPod()) {
          pod.addNode(nodes.get(node.id()));
        } else {
          picture.addNode(nodes.get(node.id()));
        }
      }
      picture.cluster(pod.build());
      drawing.arrows().forEach(arrow -> picture.addLine(line(arrow, nodes)));
    }
    try {
      return picture.build().toSvgStr();
    } catch (ExecuteException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Node node(Drawing.Node node) {
    var shape =
        switch (node.shape()) {
          case CONTAINER, MAIN -> NodeShapeEnum.BOX;
          case STORE -> NodeShapeEnum.CYLINDER;
          case FILES -> NodeShapeEnum.NOTE;
          case SERVICE -> NodeShapeEnum.HEXAGON;
          case OUTSIDE -> NodeShapeEnum.ELLIPSE;
        };
    var width = node.shape() == Drawing.Shape.MAIN ? 2.0 : 1.0;
    return Node.builder()
        .id(node.id())
        .label(String.join("\n", node.lines()))
        .shape(shape)
        .penWidth(width)
        .build();
  }

  private static Line line(Arrow arrow, Map<String, Node> nodes) {
    var line =
        Line.builder(
                Objects.requireNonNull(nodes.get(arrow.from())),
                Objects.requireNonNull(nodes.get(arrow.to())))
            .label(arrow.label());
    switch (arrow.line()) {
      case ORDER -> line.style(LineStyle.BOLD);
      case TRAFFIC -> line.style(LineStyle.SOLID);
      case CLOSED -> line.color(Color.RED).arrowHead(ArrowShape.BOX);
      case DATA -> line.style(LineStyle.DASHED);
    }
    return line.build();
  }
}
