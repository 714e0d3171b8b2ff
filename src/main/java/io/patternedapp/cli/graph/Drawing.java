package io.patternedapp.cli.graph;

import java.util.List;

/**
 * An app as nodes and arrows, for the forms that draw.
 *
 * @param title what is written over the Pod
 * @param nodes the nodes
 * @param edges the arrows
 */
record Drawing(String title, List<Node> nodes, List<Edge> edges) {

  /** What a node stands for, which gives it its shape. */
  enum Shape {
    CONTAINER,
    MAIN,
    VOLUME,
    FILES,
    SERVICE,
    EXTERNAL
  }

  /** What an arrow means, which gives it its line. */
  enum EdgeKind {
    /** Starts before. */
    ORDER,
    /** Talks to. */
    TRAFFIC,
    /** Would talk to, and may not. */
    BLOCKED,
    /** Reads, writes, gets. */
    DATA
  }

  /**
   * A node.
   *
   * @param id unique in a document
   * @param shape what it stands for
   * @param lines what is written in it
   */
  record Node(String id, Shape shape, List<String> lines) {

    /** Whether it is drawn inside of the Pod. */
    boolean isInPod() {
      return shape != Shape.SERVICE && shape != Shape.EXTERNAL;
    }
  }

  /**
   * An arrow.
   *
   * @param from the id of the node where it begins
   * @param to the id of the node where it ends
   * @param kind what it means
   * @param label what is written on it; empty for nothing
   */
  record Edge(String from, String to, EdgeKind kind, String label) {}
}
