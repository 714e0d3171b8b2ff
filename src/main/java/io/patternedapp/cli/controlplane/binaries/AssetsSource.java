package io.patternedapp.cli.controlplane.binaries;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The directory in {@code KUBEBUILDER_ASSETS}, the environment variable that controller-runtime's
 * envtest reads.
 */
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
          "set " + ENVIRONMENT_VARIABLE + " to a directory with kube-apiserver and etcd");
    }
    ControlPlaneBinaries binaries =
        ControlPlaneBinaries.inDirectory(Path.of(directory).toAbsolutePath());
    if (!binaries.isComplete()) {
      throw new ControlPlaneMisconfiguredException(
          ("%s is %s, but there is no executable file %s."
                  + " Correct the variable, or unset it to try the other sources.")
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
