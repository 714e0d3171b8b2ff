package io.patternedapp.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The ConfigMap key of a file: {@code <container>.<index>.<file>}. A container name has no dot, so
 * keys of different files differ.
 *
 * @param container the name of the container that mounts the file
 * @param index the index of the mount in the container's {@code files}
 * @param file the name of the file
 */
public record FileKey(String container, int index, String file) {

  private static final Pattern FORMAT = Pattern.compile("([a-z0-9-]+)\\.(\\d{1,9})\\.(.+)");

  /** Parses a ConfigMap key; empty if the key has another format. */
  public static Optional<FileKey> parse(String key) {
    var matcher = FORMAT.matcher(key);
    return matcher.matches()
        ? Optional.of(
            new FileKey(matcher.group(1), Integer.parseInt(matcher.group(2)), matcher.group(3)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return container + "." + index + "." + file;
  }
}
