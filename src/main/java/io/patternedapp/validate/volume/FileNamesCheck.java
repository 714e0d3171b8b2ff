package io.patternedapp.validate.volume;

import io.patternedapp.api.container.FileMount;
import io.patternedapp.model.FileKey;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Files that can be kept in a ConfigMap. */
public final class FileNamesCheck implements ContainerCheck {

  private static final int MAX_KEY_LENGTH = 253;

  @Override
  public void check(RoleContainer container, Problems problems) {
    var mounts = FieldValue.items(container.path() + ".files", container.container().getFiles());
    for (int i = 0; i < mounts.size(); i++) {
      check(mounts.get(i), configMapKey(container, i, ""), problems);
    }
  }

  /** The ConfigMap's key for a file. */
  static String configMapKey(RoleContainer container, int mount, String file) {
    return new FileKey(String.valueOf(container.name()), mount, file).toString();
  }

  private static void check(FieldValue<FileMount> mount, String prefix, Problems problems) {
    var files = mount.value();
    problems.errorIf(
        files.data().isEmpty() && files.binaryData().isEmpty(),
        mount.path(),
        "FilesEmpty",
        "there is no file to mount at \"%s\": add one under data or binaryData",
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
                  "\"%s\" is under data too: rename or remove one of them",
                  name);
              problems.errorIf(
                  !isBase64(content),
                  path,
                  "FileNotBase64",
                  "the content of \"%s\" is not base64: encode it, or write text under data",
                  name);
            });
  }

  private static void checkName(String name, String prefix, String path, Problems problems) {
    problems.errorIf(
        !NameFormat.CONFIG_KEY.accepts(name),
        path,
        "FileNameInvalid",
        "\"%s\" cannot name a file here: use %s; for a directory below, add another mountPath",
        name,
        NameFormat.CONFIG_KEY.description());
    problems.errorIf(
        NameFormat.CONFIG_KEY.accepts(name) && prefix.length() + name.length() > MAX_KEY_LENGTH,
        path,
        "FileNameTooLong",
        "\"%s\" has %d characters, and at most %d fit here: shorten it",
        name,
        name.length(),
        MAX_KEY_LENGTH - prefix.length());
  }

  private static boolean isBase64(@Nullable String content) {
    var text = content == null ? "" : content.replaceAll("[\r\n]", "");
    try {
      return text.length() % 4 == 0 && Base64.getDecoder().decode(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
