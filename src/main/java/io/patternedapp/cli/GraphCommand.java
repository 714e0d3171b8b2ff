package io.patternedapp.cli;

import io.patternedapp.cli.graph.AppGraph;
import io.patternedapp.cli.graph.AppGraphBuilder;
import io.patternedapp.cli.graph.DotGraph;
import io.patternedapp.cli.graph.MermaidGraph;
import io.patternedapp.cli.graph.SvgGraph;
import io.patternedapp.cli.graph.TextGraph;
import io.patternedapp.cli.input.AppInputMixin;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code patternedapp graph}: draws apps. */
@Command(
    name = "graph",
    description = {
      "Draws PatternedApps: the order in which their containers start, volumes and who writes or"
          + " reads them, ports and who can reach them, without a cluster.",
      "An app with errors is not drawn; then the exit code is 1."
    })
final class GraphCommand implements Callable<Integer> {

  /** The form of the picture. */
  enum GraphFormat {
    text,
    mermaid,
    dot,
    svg
  }

  @Mixin private final AppInputMixin input = new AppInputMixin();

  @Spec private CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "text (default), a list; mermaid, which Markdown pages of code hosts show as a picture;"
              + " dot, for Graphviz; or svg.")
  private GraphFormat format = GraphFormat.text;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var files = input.loadFiles();
    files.forEach(input::printDiagnostics);
    var graphs =
        files.stream()
            .flatMap(file -> file.apps().stream())
            .filter(app -> !app.hasErrors())
            .map(app -> AppGraphBuilder.build(Objects.requireNonNull(app.app())))
            .toList();
    if (!graphs.isEmpty()) {
      out.print(render(graphs));
      out.flush();
    }
    return AppInputMixin.exitCode(files);
  }

  private String render(List<AppGraph> graphs) {
    return switch (format) {
      case text -> graphs.stream().map(TextGraph::render).collect(Collectors.joining("\n"));
      case mermaid -> MermaidGraph.render(graphs);
      case dot -> DotGraph.render(graphs);
      case svg -> SvgGraph.render(graphs);
    };
  }
}
