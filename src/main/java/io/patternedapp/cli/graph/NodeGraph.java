package io.patternedapp.cli.graph;

import java.util.List;

/**
 * An app as nodes and edges, for the graphical output formats.
 *
 * @param title the title of the Pod
 * @param nodes the nodes
 * @param edges the edges
 */
record NodeGraph(String title, List<Node> nodes, List<Edge> edges) {

  /** The type of a node, which determines its shape. */
  enum Shape {
    CONTAINER,
    MAIN,
    VOLUME,
    FILES,
    SERVICE,
    EXTERNAL
  }

  /** The type of an edge, which determines its line style. */
  enum EdgeKind {
    /** Starts before the target. */
    ORDER,
    /** Connects to the target. */
    TRAFFIC,
    /** A NetworkPolicy blocks connections to the target. */
    BLOCKED,
    /** Data flows to the target: files or env. */
    DATA
  }

  /**
   * A node.
   *
   * @param id the identifier, unique in a document
   * @param shape the type
   * @param lines the lines of the label
   */
  record Node(String id, Shape shape, List<String> lines) {

    /** Whether the node is drawn inside of the Pod. */
    boolean isInPod() {
      return shape != Shape.SERVICE && shape != Shape.EXTERNAL;
    }
  }

  /**
   * An edge.
   *
   * @param from the id of the source node
   * @param to the id of the target node
   * @param kind the type
   * @param label the label; can be empty
   */
  record Edge(String from, String to, EdgeKind kind, String label) {}
}
