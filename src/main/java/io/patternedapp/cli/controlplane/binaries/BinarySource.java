package io.patternedapp.cli.controlplane.binaries;

/** A source of the executables kube-apiserver and etcd. */
interface BinarySource {

  /**
   * Finds or installs the executables. Can take minutes.
   *
   * @throws SourceUnavailableException if this source cannot provide them; the next source is tried
   * @throws ControlPlaneMisconfiguredException if the user selected this source explicitly and it
   *     is broken, which trying the next source would hide
   */
  ControlPlaneBinaries find() throws SourceUnavailableException;
}
