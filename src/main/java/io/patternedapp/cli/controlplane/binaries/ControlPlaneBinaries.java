package io.patternedapp.cli.controlplane.binaries;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The executables of a control plane, found by {@link BinaryLocator}.
 *
 * @param kubeApiServer the kube-apiserver executable
 * @param etcd the etcd executable
 */
public record ControlPlaneBinaries(Path kubeApiServer, Path etcd) {

  static final String KUBE_API_SERVER = "kube-apiserver";
  static final String ETCD = "etcd";

  /**
   * Returns the paths of the executables in a directory such as {@code KUBEBUILDER_ASSETS}, whether
   * or not the files exist.
   */
  static ControlPlaneBinaries inDirectory(Path directory) {
    return new ControlPlaneBinaries(directory.resolve(KUBE_API_SERVER), directory.resolve(ETCD));
  }

  /** Returns the paths that are not executable files; empty if both are. */
  List<Path> missingFiles() {
    return Stream.of(kubeApiServer, etcd)
        .filter(program -> !Files.isRegularFile(program) || !Files.isExecutable(program))
        .toList();
  }

  boolean isComplete() {
    return missingFiles().isEmpty();
  }
}
