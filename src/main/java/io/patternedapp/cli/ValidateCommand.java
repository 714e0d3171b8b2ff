package io.patternedapp.cli;

import io.patternedapp.cli.input.AppInputMixin;
import io.patternedapp.cli.input.CheckedFile;
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

/** {@code patternedapp validate}: reports problems in PatternedApp manifests. */
@Command(
    name = "validate",
    description = {
      "Validate PatternedApps without a cluster.",
      "Checks manifests against the schema of the API server and the rules of the "
          + "operator. The exit code is 1 if there are errors; warnings do not affect it."
    })
final class ValidateCommand implements Callable<Integer> {

  /** The output format; the constants are named as they are typed. */
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
          "Output format: text (one line per problem, on standard error), json, or sarif (for code"
              + " scanning). Default: ${DEFAULT-VALUE}.")
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

  private void printText(List<CheckedFile> files, PrintWriter out) {
    for (var file : files) {
      input.printDiagnostics(file);
      if (file.isValid()) {
        int apps = file.apps().size();
        out.printf("%s: %d %s, no problems%n", file.name(), apps, apps == 1 ? "app" : "apps");
      }
    }
  }

  private static int countApps(List<CheckedFile> files) {
    return files.stream().mapToInt(file -> file.apps().size()).sum();
  }
}
