package io.patternedapp.cli;

import io.patternedapp.cli.input.AppInputMixin;
import io.patternedapp.cli.input.CheckedApp;
import io.patternedapp.cli.yaml.YamlWriter;
import io.patternedapp.expand.Expander;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code patternedapp render}: prints the children of PatternedApps. */
@Command(
    name = "render",
    description = {
      "Print the objects that the operator would apply, without a cluster.",
      "Apps with errors are not rendered, and the exit code is 1."
    })
final class RenderCommand implements Callable<Integer> {

  @Mixin private final AppInputMixin input = new AppInputMixin();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var files = input.loadFiles();
    for (var file : files) {
      input.printDiagnostics(file);
      file.apps().stream().filter(app -> !app.hasErrors()).forEach(app -> render(app, out));
    }
    out.flush();
    return AppInputMixin.exitCode(files);
  }

  private static void render(CheckedApp loaded, PrintWriter out) {
    var app = loaded.app();
    if (app == null || out.checkError()) {
      return;
    }
    Expander.expand(app).children().forEach(child -> out.print(YamlWriter.write(child)));
  }
}
