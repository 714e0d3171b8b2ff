package io.patternedapp.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Formats text in columns and wraps lines. */
public final class TextLayout {

  private static final String COLUMN_GAP = "  ";

  private TextLayout() {}

  /** Formats each row as a line with aligned columns; all rows must have the same size. */
  public static List<String> alignColumns(List<List<String>> rows) {
    var widths = new ArrayList<Integer>();
    for (var row : rows) {
      for (int i = 0; i < row.size(); i++) {
        if (i == widths.size()) {
          widths.add(0);
        }
        widths.set(i, Math.max(widths.get(i), row.get(i).length()));
      }
    }
    return rows.stream().map(row -> formatRow(row, widths)).toList();
  }

  private static String formatRow(List<String> row, List<Integer> widths) {
    var line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(row.get(i))
          .append(" ".repeat(widths.get(i) - row.get(i).length()))
          .append(COLUMN_GAP);
    }
    return line.toString().stripTrailing();
  }

  /**
   * Wraps text to lines of at most the given width; a longer word gets a line of its own.
   *
   * @param text one or more lines
   */
  public static List<String> wrap(String text, int width) {
    var lines = new ArrayList<String>();
    text.lines().forEach(line -> lines.addAll(wrapLine(line, width)));
    return lines;
  }

  private static List<String> wrapLine(String text, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.strip().split("\\s+")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
