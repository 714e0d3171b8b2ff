package io.patternedapp.validate;

import io.patternedapp.api.FileMount;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** All files of an app that are kept alike fit into one ConfigMap. */
final class FileSizes implements SpecCheck {

  static final long MAX_BYTES = 1024 * 1024;

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var restart = new ConfigMapSize("onChange: Restart");
    var live = new ConfigMapSize("onChange: Live");
    for (var container : Roles.of(spec)) {
      var mounts = Located.items(container.path() + ".files", container.container().getFiles());
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

    private final String which;
    private long bytes;

    private ConfigMapSize(String which) {
      this.which = which;
    }

    private void add(
        RoleContainer container, int index, Located<FileMount> mount, Problems problems) {
      var prefix = FileNames.key(container, index, "");
      add(mount.value().data(), FileSizes::utf8Length, prefix, mount.at("data"), problems);
      add(
          mount.value().binaryData(),
          FileSizes::decodedLength,
          prefix,
          mount.at("binaryData"),
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
                    Located.key(path, name),
                    "FilesTooLarge",
                    "with this file all files of %s together pass %d bytes, which is what one"
                        + " ConfigMap holds: put large files into an image or a volume",
                    which,
                    MAX_BYTES);
              });
    }
  }
}
