package io.patternedapp.cli.report;

import java.io.PrintWriter;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;

/**
 * A line for each diagnostic, in the form of compilers, so that editors jump to it: {@code
 * file:line:column: path: severity: message}.
 */
public final class TextReport {

  private final PrintWriter out;
  private final Ansi ansi;

  /**
   * A report.
   *
   * @param out where it goes
   * @param ansi whether it has colours
   */
  public TextReport(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  /** Tells one. */
  public void print(Diagnostic diagnostic) {
    out.println(
        Stream.of(
                location(diagnostic),
                diagnostic.path(),
                colouredLevel(diagnostic.level()),
                diagnostic.message())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(": ")));
  }

  private static String location(Diagnostic diagnostic) {
    return diagnostic.position() == null
        ? diagnostic.file()
        : diagnostic.file() + ":" + diagnostic.position();
  }

  private String colouredLevel(DiagnosticLevel level) {
    var style =
        switch (level) {
          case ERROR -> "bold,red";
          case WARNING -> "bold,yellow";
          case NOTE -> "bold";
        };
    return ansi.string("@|%s %s|@".formatted(style, level.label()));
  }
}
