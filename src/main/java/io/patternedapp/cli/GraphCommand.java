package io.patternedapp.cli;

import io.patternedapp.cli.graph.AppTopology;
import io.patternedapp.cli.graph.AppTopologyBuilder;
import io.patternedapp.cli.graph.DotRenderer;
import io.patternedapp.cli.graph.MermaidRenderer;
import io.patternedapp.cli.graph.SvgRenderer;
import io.patternedapp.cli.graph.TextRenderer;
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
            .map(app -> AppTopologyBuilder.build(Objects.requireNonNull(app.app())))
            .toList();
    if (!graphs.isEmpty()) {
      out.print(render(graphs));
      out.flush();
    }
    return AppInputMixin.exitCode(files);
  }

  private String render(List<AppTopology> graphs) {
    return switch (format) {
      case text -> graphs.stream().map(TextRenderer::render).collect(Collectors.joining("\n"));
      case mermaid -> MermaidRenderer.render(graphs);
      case dot -> DotRenderer.render(graphs);
      case svg -> SvgRenderer.render(graphs);
    };
  }
}
