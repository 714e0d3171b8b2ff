package io.patternedapp.cli.controlplane.binaries;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The two programs of a control plane. {@link BinaryLocator} finds them.
 *
 * @param kubeApiServer the kube-apiserver program
 * @param etcd the etcd program
 */
public record ControlPlaneBinaries(Path kubeApiServer, Path etcd) {

  static final String KUBE_API_SERVER = "kube-apiserver";
  static final String ETCD = "etcd";

  /**
   * The programs as they are named in a directory such as {@code KUBEBUILDER_ASSETS}, whether or
   * not they are there.
   */
  static ControlPlaneBinaries inDirectory(Path directory) {
    return new ControlPlaneBinaries(directory.resolve(KUBE_API_SERVER), directory.resolve(ETCD));
  }

  /** Those that are no executable files; empty when all is well. */
  List<Path> missingFiles() {
    return Stream.of(kubeApiServer, etcd)
        .filter(program -> !Files.isRegularFile(program) || !Files.isExecutable(program))
        .toList();
  }

  boolean isComplete() {
    return missingFiles().isEmpty();
  }
}
