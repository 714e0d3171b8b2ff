package io.patternedapp.cli.input;

import io.patternedapp.cli.report.TextReport;
import io.patternedapp.cli.schema.CrdSchema;
import io.patternedapp.cli.terminal.AnsiSupport;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The input of a command: options that name manifests, and diagnostics about them. */
public final class AppInputMixin {

  @Mixin private final FilenameOptions filenameOptions = new FilenameOptions();

  @Spec(Target.MIXEE)
  private CommandSpec command;

  /**
   * Loads all files that the options name.
   *
   * @throws InputException if a file cannot be read
   */
  public List<CheckedFile> loadFiles() {
    return new ManifestChecker(CrdSchema.load()).loadFiles(filenameOptions.readFiles());
  }

  /** Prints the diagnostics of a file to standard error. */
  public void printDiagnostics(CheckedFile file) {
    var line = command.commandLine();
    var report =
        new TextReport(line.getErr(), AnsiSupport.forStandardError(line.getColorScheme().ansi()));
    file.diagnostics().forEach(report::print);
  }

  /** Returns the exit code: 1 if a file has errors, else 0. */
  public static int exitCode(List<CheckedFile> files) {
    return files.stream().anyMatch(CheckedFile::hasErrors) ? 1 : 0;
  }
}
