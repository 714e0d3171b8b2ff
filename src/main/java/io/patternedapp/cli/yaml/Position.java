package io.patternedapp.cli.yaml;

import java.util.Comparator;

/**
 * A position in a text. Both numbers start at 1, as in editors.
 *
 * @param line the line
 * @param column the column, in code points
 */
public record Position(int line, int column) implements Comparable<Position> {

  private static final Comparator<Position> ORDER =
      Comparator.comparingInt(Position::line).thenComparingInt(Position::column);

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
