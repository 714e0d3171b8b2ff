package io.patternedapp.validate.volume;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.container.FileMount;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** All files of an app that are kept alike fit into one ConfigMap. */
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

  private static long utf8Length(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static long decodedLength(@Nullable String base64) {
    var text = base64 == null ? "" : base64.replaceAll("[\r\n=]", "");
    return text.length() * 3L / 4;
  }

  private static final class ConfigMapSize {

    private final String onChangeLabel;
    private long bytes;

    private ConfigMapSize(String which) {
      this.onChangeLabel = which;
    }

    private void add(
        RoleContainer container, int index, FieldValue<FileMount> mount, Problems problems) {
      var prefix = FileNamesCheck.configMapKey(container, index, "");
      add(mount.value().data(), FileSizesCheck::utf8Length, prefix, mount.pathTo("data"), problems);
      add(
          mount.value().binaryData(),
          FileSizesCheck::decodedLength,
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
                bytes += utf8Length(prefix + name) + length.applyAsLong(content);
                problems.errorIf(
                    before <= MAX_BYTES && bytes > MAX_BYTES,
                    FieldValue.keyPath(path, name),
                    "FilesTooLarge",
                    "with this file all files of %s together pass %d bytes, which is what one"
                        + " ConfigMap holds: put large files into an image or a volume",
                    onChangeLabel,
                    MAX_BYTES);
              });
    }
  }
}
