package io.patternedapp.cli.input;

import io.patternedapp.cli.report.TextReport;
import io.patternedapp.cli.schema.CrdSchema;
import io.patternedapp.cli.terminal.AnsiSupport;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What a command reads apps from, and how it tells what is wrong with them. */
public final class AppInputMixin {

  @Mixin private final FilenameOptions filenameOptions = new FilenameOptions();

  @Spec(Target.MIXEE)
  private CommandSpec command;

  /**
   * All the files that were named.
   *
   * @throws InputException when one of them cannot be read
   */
  public List<LoadedFile> loadFiles() {
    return new AppLoader(CrdSchema.load()).loadFiles(filenameOptions.readFiles());
  }

  /** Tells what is wrong with a file on standard error. */
  public void printDiagnostics(LoadedFile file) {
    var line = command.commandLine();
    var report =
        new TextReport(line.getErr(), AnsiSupport.forStandardError(line.getColorScheme().ansi()));
    file.diagnostics().forEach(report::print);
  }

  /** The exit code: 1 when there is an error, else 0. */
  public static int exitCode(List<LoadedFile> files) {
    return files.stream().anyMatch(LoadedFile::hasErrors) ? 1 : 0;
  }
}
