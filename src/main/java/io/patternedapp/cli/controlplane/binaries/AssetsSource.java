package io.patternedapp.cli.controlplane.binaries;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The directory that the user names, by the variable that Kubernetes' own test tools read. */
final class AssetsSource implements BinarySource {

  static final String ENVIRONMENT_VARIABLE = "KUBEBUILDER_ASSETS";

  private final Map<String, String> environment;

  AssetsSource(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public ControlPlaneBinaries find() throws SourceUnavailableException {
    String directory = environment.getOrDefault(ENVIRONMENT_VARIABLE, "");
    if (directory.isBlank()) {
      throw new SourceUnavailableException(
          ENVIRONMENT_VARIABLE + " is not set",
          "set " + ENVIRONMENT_VARIABLE + " to a directory that holds kube-apiserver and etcd");
    }
    ControlPlaneBinaries binaries =
        ControlPlaneBinaries.inDirectory(Path.of(directory).toAbsolutePath());
    if (!binaries.isComplete()) {
      throw new ControlPlaneMisconfiguredException(
          ("%s is %s, but there is no executable file %s."
                  + " Correct it, or unset it to have others tried.")
              .formatted(
                  ENVIRONMENT_VARIABLE,
                  directory,
                  binaries.missingFiles().stream()
                      .map(Path::toString)
                      .collect(Collectors.joining(" and no "))));
    }
    return binaries;
  }
}
