package io.patternedapp.validate.volume;

import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that mount paths are valid and unique in a container. */
public final class MountPathsCheck implements ContainerCheck {

  @Override
  public void check(RoleContainer container, Problems problems) {
    var taken = new HashMap<String, String>();
    for (var mount : mountPaths(container)) {
      checkFormat(mount, problems);
      var first = taken.putIfAbsent(FilePaths.normalize(mount.value()), mount.path());
      problems.errorIf(
          first != null,
          mount.path(),
          "MountPathTaken",
          "Duplicate value \"%s\": %s has the same path; change one of them",
          mount.value(),
          first);
    }
  }

  private static List<FieldValue<String>> mountPaths(RoleContainer container) {
    var c = container.container();
    var paths = new ArrayList<FieldValue<String>>();
    for (var mount : FieldValue.items(container.path() + ".volumeMounts", c.getVolumeMounts())) {
      paths.add(new FieldValue<>(mount.pathTo("mountPath"), orEmpty(mount.value().getMountPath())));
    }
    for (var files : FieldValue.items(container.path() + ".files", c.getFiles())) {
      paths.add(new FieldValue<>(files.pathTo("mountPath"), orEmpty(files.value().mountPath())));
    }
    return paths;
  }

  private static void checkFormat(FieldValue<String> mount, Problems problems) {
    problems.errorIf(
        !FilePaths.isAbsolute(mount.value()) || mount.value().contains(":"),
        mount.path(),
        "MountPathInvalid",
        "Invalid value \"%s\": must start with '/' and must not contain ':'",
        mount.value());
  }

  private static String orEmpty(@Nullable String path) {
    return path == null ? "" : path;
  }
}
