package io.patternedapp.chart;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the {@code helm} executable found in KUBEBUILDER_ASSETS or PATH. */
record Helm(Path executable) {

  private static final Path CHART = Path.of("deploy", "chart");
  private static final String KUBERNETES_VERSION = "1.34.0";

  static Optional<Helm> find() {
    var folders =
        Stream.of(System.getenv("KUBEBUILDER_ASSETS"), System.getenv("PATH"))
            .filter(path -> path != null)
            .flatMap(path -> Stream.of(path.split(File.pathSeparator)));
    return folders
        .map(folder -> Path.of(folder, "helm"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Helm::new);
  }

  /** Renders the chart and removes the comments with the template file names. */
  String template(String release, String namespace, String... options)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(executable.toString());
    command.addAll(List.of("template", release, CHART.toString(), "--namespace", namespace));
    command.addAll(List.of("--kube-version", KUBERNETES_VERSION, "--skip-tests"));
    command.addAll(List.of(options));
    var errors = Files.createTempFile("helm", ".err");
    var process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + ": " + Files.readString(errors));
    }
    return output.replaceAll("(?m)^# Source: .*\n", "");
  }
}
