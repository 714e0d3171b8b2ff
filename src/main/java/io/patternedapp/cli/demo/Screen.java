package io.patternedapp.cli.demo;

import io.patternedapp.api.PatternedApp;
import java.io.PrintWriter;
import java.util.List;

/**
 * Writes for a person to read; flushed after each block.
 *
 * @param out where to
 * @param branches how trees are drawn
 */
public record Screen(PrintWriter out, Branches branches) {

  private static final int WIDTH = 96;
  private static final String INDENT = "  ";

  /** An app, its children and its status. */
  void app(String file, PatternedApp app, List<Child> children) {
    title(Child.name(app), file);
    new AppTree(app, branches).lines(children).forEach(out::println);
    indented(StatusText.lines(app.getStatus(), WIDTH - INDENT.length()));
    out.flush();
  }

  /** A document that the API server does not take. */
  void refused(Submission.Refused refused) {
    title(refused.name(), refused.file());
    indented(List.of("Refused, as kubectl apply would be:"));
    refused.problems().stream()
        .flatMap(problem -> StatusText.bullet(problem, WIDTH - INDENT.length()).stream())
        .forEach(line -> indented(List.of(line)));
    out.flush();
  }

  /** Another object of an example, made without the operator. */
  void made(Submission.Taken other) {
    title(Child.name(other.object()), other.file());
    out.flush();
  }

  /** A paragraph. */
  void say(String text) {
    out.println();
    TextTable.wrapped(text, WIDTH).forEach(out::println);
    out.flush();
  }

  private void title(String name, String file) {
    out.println();
    out.println(name + "  (" + file + ")");
  }

  private void indented(List<String> lines) {
    lines.forEach(line -> out.println(INDENT + line));
  }
}
