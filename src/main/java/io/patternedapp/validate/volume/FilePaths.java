package io.patternedapp.validate.volume;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** File system paths. */
final class FilePaths {

  private FilePaths() {}

  static boolean isAbsolute(@Nullable String path) {
    return path != null && path.startsWith("/");
  }

  /** Returns whether the path contains a '..' segment. */
  static boolean hasParentTraversal(@Nullable String path) {
    return path != null && Arrays.asList(path.split("/")).contains("..");
  }

  /** Returns the path without repeated and trailing slashes. */
  static String normalize(String path) {
    var single = path.replaceAll("/+", "/");
    return single.length() > 1 && single.endsWith("/")
        ? single.substring(0, single.length() - 1)
        : single;
  }
}
