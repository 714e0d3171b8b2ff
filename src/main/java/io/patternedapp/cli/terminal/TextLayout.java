package io.patternedapp.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Text in columns and within a width. */
public final class TextLayout {

  private static final String COLUMN_GAP = "  ";

  private TextLayout() {}

  /** Each row as a line, its cells under those above; all rows have as many cells. */
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
   * The words in lines of at most that width, unless a word alone is longer.
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
