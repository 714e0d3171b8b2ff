package io.patternedapp.cli;

import io.patternedapp.cli.input.AppInputMixin;
import io.patternedapp.cli.input.LoadedFile;
import io.patternedapp.cli.report.JsonReport;
import io.patternedapp.cli.report.SarifReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code patternedapp validate}: says what is wrong with apps. */
@Command(
    name = "validate",
    description = {
      "Checks PatternedApps as the API server and the operator would, without either.",
      "Exits with 1 when there is an error; warnings alone are fine."
    })
final class ValidateCommand implements Callable<Integer> {

  /** The form of what is told. */
  enum ReportFormat {
    text,
    json,
    sarif
  }

  @Mixin private final AppInputMixin input = new AppInputMixin();

  @Spec private CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "How to tell what is wrong: text (default), a line each on standard error; or on standard"
              + " output json, or sarif, which code hosts show beside the lines.")
  private ReportFormat format = ReportFormat.text;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    var files = input.loadFiles();
    var diagnostics = files.stream().flatMap(file -> file.diagnostics().stream()).toList();
    switch (format) {
      case text -> printText(files, out);
      case json -> out.println(JsonReport.render(countApps(files), diagnostics));
      case sarif -> out.println(SarifReport.render(VersionProvider.versionNumber(), diagnostics));
    }
    out.flush();
    return AppInputMixin.exitCode(files);
  }

  private void printText(List<LoadedFile> files, PrintWriter out) {
    for (var file : files) {
      input.printDiagnostics(file);
      if (file.isValid()) {
        int apps = file.apps().size();
        out.printf("%s: %d %s, no problems%n", file.name(), apps, apps == 1 ? "app" : "apps");
      }
    }
  }

  private static int countApps(List<LoadedFile> files) {
    return files.stream().mapToInt(file -> file.apps().size()).sum();
  }
}
