package io.patternedapp.cli.controlplane.binaries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Stand-ins for programs. */
public final class FakeBinaries {

  private FakeBinaries() {}

  /** A shell script that can be executed, in a directory that is made where needed. */
  public static Path createScript(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Both programs of a control plane, in the directory. */
  static ControlPlaneBinaries createBoth(Path directory) throws IOException {
    return new ControlPlaneBinaries(
        createScript(directory.resolve("kube-apiserver"), "exit 3"),
        createScript(directory.resolve("etcd"), "exit 3"));
  }
}
