package io.patternedapp.validate.volume;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Paths in file systems. */
final class FilePaths {

  private FilePaths() {}

  static boolean isAbsolute(@Nullable String path) {
    return path != null && path.startsWith("/");
  }

  /** Whether the path leads upwards somewhere. */
  static boolean hasParentTraversal(@Nullable String path) {
    return path != null && Arrays.asList(path.split("/")).contains("..");
  }

  /** The path without what makes no difference: slashes at the end or twice. */
  static String normalize(String path) {
    var single = path.replaceAll("/+", "/");
    return single.length() > 1 && single.endsWith("/")
        ? single.substring(0, single.length() - 1)
        : single;
  }
}
