package io.patternedapp.validate.volume;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.container.FileMount;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.Utf8;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Checks that the files of an app with the same onChange fit into one ConfigMap. */
public final class FileSizesCheck implements SpecCheck {

  static final long MAX_BYTES = 1024 * 1024;

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var restart = new ConfigMapSize("onChange: Restart");
    var live = new ConfigMapSize("onChange: Live");
    for (var container : Roles.list(spec)) {
      var mounts = FieldValue.items(container.path() + ".files", container.container().getFiles());
      for (int i = 0; i < mounts.size(); i++) {
        var size = mounts.get(i).value().isLive() ? live : restart;
        size.add(container, i, mounts.get(i), problems);
      }
    }
  }

  private static final class ConfigMapSize {

    private final String onChangeLabel;
    private long bytes;

    private ConfigMapSize(String onChangeLabel) {
      this.onChangeLabel = onChangeLabel;
    }

    private void add(
        RoleContainer container, int index, FieldValue<FileMount> mount, Problems problems) {
      var prefix = FileNamesCheck.configMapKey(container, index, "");
      add(mount.value().data(), Utf8::length, prefix, mount.pathTo("data"), problems);
      add(
          mount.value().binaryData(),
          Base64Content::decodedLength,
          prefix,
          mount.pathTo("binaryData"),
          problems);
    }

    private void add(
        Map<String, String> files,
        ToLongFunction<@Nullable String> length,
        String prefix,
        String path,
        Problems problems) {
      new TreeMap<>(files)
          .forEach(
              (name, content) -> {
                var before = bytes;
                bytes += Utf8.length(prefix + name) + length.applyAsLong(content);
                problems.errorIf(
                    before <= MAX_BYTES && bytes > MAX_BYTES,
                    FieldValue.keyPath(path, name),
                    "FilesTooLarge",
                    "Too long: with this file, the files of %s exceed %d bytes, the limit of a"
                        + " ConfigMap; move large files to an image or a volume",
                    onChangeLabel,
                    MAX_BYTES);
              });
    }
  }
}
