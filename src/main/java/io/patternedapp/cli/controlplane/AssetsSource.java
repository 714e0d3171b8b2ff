package io.patternedapp.cli.controlplane;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The directory that the user names, by the variable that Kubernetes' own test tools read. */
final class AssetsSource implements BinarySource {

  static final String VARIABLE = "KUBEBUILDER_ASSETS";

  private final Map<String, String> environment;

  AssetsSource(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public ControlPlaneBinaries find() throws SourceUnavailableException {
    String directory = environment.getOrDefault(VARIABLE, "");
    if (directory.isBlank()) {
      throw new SourceUnavailableException(
          VARIABLE + " is not set",
          "set " + VARIABLE + " to a directory that holds kube-apiserver and etcd");
    }
    ControlPlaneBinaries binaries = ControlPlaneBinaries.in(Path.of(directory).toAbsolutePath());
    if (!binaries.complete()) {
      throw new ControlPlaneMisconfiguredException(
          ("%s is %s, but there is no executable file %s."
                  + " Correct it, or unset it to have others tried.")
              .formatted(
                  VARIABLE,
                  directory,
                  binaries.missing().stream()
                      .map(Path::toString)
                      .collect(Collectors.joining(" and no "))));
    }
    return binaries;
  }
}
