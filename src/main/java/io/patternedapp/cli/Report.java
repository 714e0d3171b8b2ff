package io.patternedapp.cli;

import io.patternedapp.validate.Problem;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells of problems, a line each. */
final class Report {

  private final PrintWriter err;

  Report(PrintWriter err) {
    this.err = err;
  }

  /** What is wrong with a file and the apps in it, and what in it was passed over. */
  void tell(LoadedFile file) {
    file.others().forEach(other -> line(file.name(), "note", "passed over " + other));
    if (file.error() != null) {
      line(file.name(), "error", file.error());
    }
    for (var app : file.apps()) {
      for (var problem : app.problems()) {
        line(file.name(), app.name(), problem.path(), severity(problem), problem.message());
      }
    }
  }

  /** Whether there is no app in any of the files that could be read; says so. */
  boolean tellIfEmpty(List<LoadedFile> files) {
    var empty = files.stream().allMatch(file -> file.apps().isEmpty() && file.error() == null);
    if (empty) {
      line(
          files.stream().map(LoadedFile::name).collect(Collectors.joining(", ")),
          "error",
          "there is no PatternedApp in it");
    }
    return empty;
  }

  private void line(String... parts) {
    err.println(Stream.of(parts).filter(p -> !p.isEmpty()).collect(Collectors.joining(": ")));
  }

  private static String severity(Problem problem) {
    return problem.isError() ? "error" : "warning";
  }
}
