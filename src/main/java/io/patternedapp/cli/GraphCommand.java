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

/** {@code patternedapp graph}: draws PatternedApps. */
@Command(
    name = "graph",
    description = {
      "Draw PatternedApps without a cluster.",
      "Shows the start order of containers, volume mounts, ports and the clients that"
          + " can connect to them.",
      "Apps with errors are not drawn, and the exit code is 1."
    })
final class GraphCommand implements Callable<Integer> {

  /** The output format; the constants are named as they are typed. */
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
          "Output format: text, mermaid (a diagram in Markdown on code hosts), dot (Graphviz) or"
              + " svg. Default: ${DEFAULT-VALUE}.")
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
