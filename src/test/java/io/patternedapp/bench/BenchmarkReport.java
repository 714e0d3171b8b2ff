package io.patternedapp.bench;

import java.awt.Color;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.style.Styler;

/** Writes the figures as tables, and the rates as a plot. */
final class BenchmarkReport {

  private static final String BEGIN = "<!-- figures: written by mvn -B verify -Pbench -->";
  private static final String END = "<!-- end of the figures -->";
  private static final int WIDTH = 720;
  private static final int HEIGHT = 360;

  private final Path document;
  private final String before;
  private final String after;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Map<String, Double>> rates = new LinkedHashMap<>();

  /** Creates an empty report; fails if the document has no markers for the figures. */
  BenchmarkReport(Path document) throws IOException {
    var text = Files.readString(document);
    var begin = text.indexOf(BEGIN) + BEGIN.length();
    var end = text.indexOf(END);
    if (end < begin) {
      throw new IllegalStateException("no markers for the figures in " + document);
    }
    this.document = document;
    this.before = text.substring(0, begin);
    this.after = text.substring(end);
  }

  void addHeading(String text, String... columns) {
    lines.add("");
    lines.add("**" + text + "**");
    lines.add("");
    lines.add("| " + String.join(" | ", columns) + " |");
    lines.add("|---".repeat(columns.length) + "|");
    System.out.println("\n" + text + "\n" + String.join(" | ", columns));
  }

  void addRow(String... cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
    System.out.println(String.join(" | ", cells));
  }

  /** Adds a bar to the plot. */
  void addRate(String arm, int apps, double perSecond) {
    rates.computeIfAbsent(arm, key -> new LinkedHashMap<>()).put(apps + " apps", perSecond);
  }

  /** Writes the figures between the markers of the document, and the plot next to the document. */
  void write() throws IOException {
    Files.writeString(document, before + "\n" + String.join("\n", lines) + "\n\n" + after);
    // Without figures there is no plot; an exception here would hide why the benchmark failed.
    if (!rates.isEmpty()) {
      writePlot(Path.of(document.toString().replaceFirst("\\.md$", ".svg")));
    }
  }

  private void writePlot(Path file) throws IOException {
    var chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Apps per second, including creation")
            .yAxisTitle("apps/s")
            .build();
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setLabelsVisible(true);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    rates.forEach(
        (arm, bars) ->
            chart.addSeries(arm, List.copyOf(bars.keySet()), List.copyOf(bars.values())));
    try (var out = new FileOutputStream(file.toFile())) {
      VectorGraphicsEncoder.saveVectorGraphic(
          chart, out, VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
    }
  }
}
