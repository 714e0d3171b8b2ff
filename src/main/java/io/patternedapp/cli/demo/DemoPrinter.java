package io.patternedapp.cli.demo;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.terminal.TextLayout;
import io.patternedapp.cli.terminal.TreeGlyphs;
import java.io.PrintWriter;
import java.util.List;

/**
 * Writes for a person to read; flushed after each block.
 *
 * @param out where to
 * @param glyphs how trees are drawn
 */
public record DemoPrinter(PrintWriter out, TreeGlyphs glyphs) {

  private static final int WIDTH = 96;
  private static final String INDENT = "  ";

  /** An app, its children and its status. */
  void printApp(String file, PatternedApp app, List<ChildNode> children) {
    printTitle(ChildNode.kindAndName(app), file);
    new AppTree(app, glyphs).lines(children).forEach(out::println);
    printIndented(StatusFormatter.format(app.getStatus(), WIDTH - INDENT.length()));
    out.flush();
  }

  /** A document that the API server does not take. */
  void printRejected(ExampleResult.Rejected rejected) {
    printTitle(rejected.name(), rejected.file());
    printIndented(List.of("Rejected, as kubectl apply would be:"));
    rejected.problems().stream()
        .flatMap(problem -> StatusFormatter.formatBullet(problem, WIDTH - INDENT.length()).stream())
        .forEach(line -> printIndented(List.of(line)));
    out.flush();
  }

  /** Another object of an example, made without the operator. */
  void printCreated(ExampleResult.Accepted created) {
    printTitle(ChildNode.kindAndName(created.object()), created.file());
    out.flush();
  }

  /** A paragraph. */
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
