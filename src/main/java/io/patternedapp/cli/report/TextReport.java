package io.patternedapp.cli.report;

import java.io.PrintWriter;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;

/**
 * Prints one line per diagnostic in the format of compilers, which editors parse: {@code
 * file:line:column: path: severity: message}.
 */
public final class TextReport {

  private final PrintWriter out;
  private final Ansi ansi;

  /**
   * Creates a report.
   *
   * @param out the destination
   * @param ansi whether the output is colored
   */
  public TextReport(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  /** Prints one diagnostic. */
  public void print(Diagnostic diagnostic) {
    out.println(
        Stream.of(
                location(diagnostic),
                diagnostic.path(),
                coloredLevel(diagnostic.level()),
                diagnostic.message())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(": ")));
  }

  private static String location(Diagnostic diagnostic) {
    return diagnostic.position() == null
        ? diagnostic.file()
        : diagnostic.file() + ":" + diagnostic.position();
  }

  private String coloredLevel(DiagnosticLevel level) {
    var style =
        switch (level) {
          case ERROR -> "bold,red";
          case WARNING -> "bold,yellow";
          case NOTE -> "bold";
        };
    return ansi.string("@|%s %s|@".formatted(style, level.label()));
  }
}
