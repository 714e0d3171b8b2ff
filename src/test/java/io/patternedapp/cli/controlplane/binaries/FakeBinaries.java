package io.patternedapp.cli.controlplane.binaries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Creates fake executables. */
public final class FakeBinaries {

  private FakeBinaries() {}

  /** Creates an executable shell script, and its directory if needed. */
  public static Path createScript(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Creates both executables of a control plane in the directory. */
  static ControlPlaneBinaries createBoth(Path directory) throws IOException {
    return new ControlPlaneBinaries(
        createScript(directory.resolve("kube-apiserver"), "exit 3"),
        createScript(directory.resolve("etcd"), "exit 3"));
  }
}
