package io.patternedapp.cli.demo;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.terminal.TextLayout;
import io.patternedapp.cli.terminal.TreeGlyphs;
import java.io.PrintWriter;
import java.util.List;

/**
 * Prints the result of the demo, and flushes the output after each block.
 *
 * @param out the destination
 * @param glyphs the characters of trees
 */
public record DemoPrinter(PrintWriter out, TreeGlyphs glyphs) {

  private static final int WIDTH = 96;
  private static final String INDENT = "  ";

  /** Prints an app with its children and its status. */
  void printApp(String file, PatternedApp app, List<ChildNode> children) {
    printTitle(ChildNode.kindAndName(app), file);
    new AppTree(app, glyphs).lines(children).forEach(out::println);
    printIndented(StatusFormatter.format(app.getStatus(), WIDTH - INDENT.length()));
    out.flush();
  }

  /** Prints a rejected document and the reasons. */
  void printRejected(ExampleResult.Rejected rejected) {
    printTitle(rejected.name(), rejected.file());
    printIndented(List.of("Rejected:"));
    rejected.problems().stream()
        .flatMap(problem -> StatusFormatter.formatBullet(problem, WIDTH - INDENT.length()).stream())
        .forEach(line -> printIndented(List.of(line)));
    out.flush();
  }

  /** Prints an object of an example that is not a PatternedApp. */
  void printCreated(ExampleResult.Accepted created) {
    printTitle(ChildNode.kindAndName(created.object()), created.file());
    out.flush();
  }

  /** Prints a paragraph, wrapped to the width of the output. */
  void printParagraph(String text) {
    out.println();
    TextLayout.wrap(text, WIDTH).forEach(out::println);
    out.flush();
  }

  private void printTitle(String name, String file) {
    out.println();
    out.println(name + "  (" + file + ")");
  }

  private void printIndented(List<String> lines) {
    lines.forEach(line -> out.println(INDENT + line));
  }
}
