package io.patternedapp.validate;

import io.patternedapp.api.RoleContainer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nothing is mounted over something else in the same place. */
final class MountPaths implements ContainerCheck {

  @Override
  public void check(RoleContainer container, Problems problems) {
    var taken = new HashMap<String, String>();
    for (var mount : mountPaths(container)) {
      checkForm(mount, problems);
      var first = taken.putIfAbsent(Paths.normalize(mount.value()), mount.path());
      problems.errorIf(
          first != null,
          mount.path(),
          "MountPathTaken",
          "\"%s\" is mounted at %s too: change one of them",
          mount.value(),
          first);
    }
  }

  private static List<Located<String>> mountPaths(RoleContainer container) {
    var c = container.container();
    var paths = new ArrayList<Located<String>>();
    for (var mount : Located.items(container.path() + ".volumeMounts", c.getVolumeMounts())) {
      paths.add(new Located<>(mount.at("mountPath"), orEmpty(mount.value().getMountPath())));
    }
    for (var files : Located.items(container.path() + ".files", c.getFiles())) {
      paths.add(new Located<>(files.at("mountPath"), orEmpty(files.value().mountPath())));
    }
    return paths;
  }

  private static void checkForm(Located<String> mount, Problems problems) {
    problems.errorIf(
        !Paths.isAbsolute(mount.value()) || mount.value().contains(":"),
        mount.path(),
        "MountPathInvalid",
        "nothing can be mounted at \"%s\": write a path that begins with '/' and has no ':'",
        mount.value());
  }

  private static String orEmpty(@Nullable String path) {
    return path == null ? "" : path;
  }
}
