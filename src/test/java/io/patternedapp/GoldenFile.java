package io.patternedapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that the code generates and the repository keeps. A test compares; with {@code
 * -Dpatternedapp.update=true} it writes them instead, for a person to read as a diff.
 */
public final class GoldenFile {

  private static final boolean UPDATE = Boolean.getBoolean("patternedapp.update");

  private GoldenFile() {}

  /** Whether this run renews the committed files rather than comparing with them. */
  public static boolean isUpdateRun() {
    return UPDATE;
  }

  /**
   * Fails when the file is not the given text.
   *
   * @param file the committed file, relative to the project
   * @param generated what it must hold
   */
  public static void assertMatches(Path file, String generated) {
    try {
      if (UPDATE) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, generated);
      }
      assertThat(file).as("run mvn test -Dpatternedapp.update=true to make it").exists();
      assertThat(Files.readString(file))
          .as(
              "%s is not what the code generates: mvn test -Dpatternedapp.update=true renews it",
              file)
          .isEqualTo(generated);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
