package io.patternedapp.cli;

import io.patternedapp.cli.report.TextReport;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What a command reads apps from, and how it tells what is wrong with them. */
final class Input {

  @Mixin private final Sources sources = new Sources();

  @Spec(Target.MIXEE)
  private CommandSpec command;

  /**
   * All the files that were named.
   *
   * @throws UnreadableException when one of them cannot be read
   */
  List<LoadedFile> load() {
    return new Loader(Schema.load()).load(sources.read());
  }

  /** Tells what is wrong with a file on standard error. */
  void tell(LoadedFile file) {
    var line = command.commandLine();
    var report = new TextReport(line.getErr(), Terminal.forErrors(line.getColorScheme().ansi()));
    file.diagnostics().forEach(report::tell);
  }

  /** The exit code: 1 when there is an error, else 0. */
  static int exitCode(List<LoadedFile> files) {
    return files.stream().anyMatch(LoadedFile::hasErrors) ? 1 : 0;
  }
}
