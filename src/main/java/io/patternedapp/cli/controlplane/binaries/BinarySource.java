package io.patternedapp.cli.controlplane.binaries;

/** A place that may have the programs ready to run. */
interface BinarySource {

  /**
   * Finds or makes the programs; may take minutes.
   *
   * @throws SourceUnavailableException when this source has none; the next one may
   * @throws ControlPlaneMisconfiguredException when the user asked for this very source, and going
   *     on would hide that it is broken
   */
  ControlPlaneBinaries find() throws SourceUnavailableException;
}
