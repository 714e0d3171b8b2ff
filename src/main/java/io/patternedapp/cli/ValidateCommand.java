package io.patternedapp.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code patternedapp validate}: says what is wrong with apps. */
@Command(
    name = "validate",
    description = {
      "Checks PatternedApps as the API server and the operator would, without either.",
      "Exits with 1 when there is an error; warnings alone are fine."
    })
final class ValidateCommand implements Callable<Integer> {

  @Mixin private final Sources sources = new Sources();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var report = new Report(spec.commandLine().getErr());
    var loader = new Loader(Schema.load());
    var files = sources.read().stream().map(loader::load).toList();
    for (var file : files) {
      report.tell(file);
      if (!file.hasProblems() && !file.apps().isEmpty()) {
        int apps = file.apps().size();
        out.printf("%s: %d %s, no problems%n", file.name(), apps, apps == 1 ? "app" : "apps");
      }
    }
    out.flush();
    return report.tellIfEmpty(files) || files.stream().anyMatch(LoadedFile::hasErrors) ? 1 : 0;
  }
}
