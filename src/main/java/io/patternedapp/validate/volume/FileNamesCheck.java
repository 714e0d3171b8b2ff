package io.patternedapp.validate.volume;

import io.patternedapp.api.container.FileMount;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;

/** Checks that files are valid entries of a ConfigMap. */
public final class FileNamesCheck implements ContainerCheck {

  private static final int MAX_KEY_LENGTH = 253;

  @Override
  public void check(RoleContainer container, Problems problems) {
    var mounts = FieldValue.items(container.path() + ".files", container.container().getFiles());
    for (int i = 0; i < mounts.size(); i++) {
      check(mounts.get(i), configMapKey(container, i, ""), problems);
    }
  }

  /** Returns the ConfigMap key of a file. */
  static String configMapKey(RoleContainer container, int mount, String file) {
    return container.name() + "." + mount + "." + file;
  }

  private static void check(FieldValue<FileMount> mount, String prefix, Problems problems) {
    var files = mount.value();
    problems.errorIf(
        files.data().isEmpty() && files.binaryData().isEmpty(),
        mount.path(),
        "FilesEmpty",
        "Required value: there is no file to mount at \"%s\"; add one to data or binaryData",
        files.mountPath());
    files
        .data()
        .keySet()
        .forEach(
            name ->
                checkName(name, prefix, FieldValue.keyPath(mount.pathTo("data"), name), problems));
    files
        .binaryData()
        .forEach(
            (name, content) -> {
              var path = FieldValue.keyPath(mount.pathTo("binaryData"), name);
              checkName(name, prefix, path, problems);
              problems.errorIf(
                  files.data().containsKey(name),
                  path,
                  "FileNameTaken",
                  "Duplicate value \"%s\": data has a file of the same name; rename or remove"
                      + " one of them",
                  name);
              problems.errorIf(
                  !Base64Content.isValid(content),
                  path,
                  "FileNotBase64",
                  "Invalid value: the content of \"%s\" is not base64; encode it, or write text"
                      + " in data",
                  name);
            });
  }

  private static void checkName(String name, String prefix, String path, Problems problems) {
    problems.errorIf(
        !NameFormat.CONFIG_KEY.accepts(name),
        path,
        "FileNameInvalid",
        "Invalid value \"%s\": a file name %s; for a subdirectory, add another mountPath",
        name,
        NameFormat.CONFIG_KEY.description());
    problems.errorIf(
        NameFormat.CONFIG_KEY.accepts(name) && prefix.length() + name.length() > MAX_KEY_LENGTH,
        path,
        "FileNameTooLong",
        "Too long: \"%s\" has %d characters, and the limit is %d; shorten it",
        name,
        name.length(),
        MAX_KEY_LENGTH - prefix.length());
  }
}
