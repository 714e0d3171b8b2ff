package io.patternedapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares generated text with a committed file. With {@code -Dpatternedapp.update=true} a test
 * updates the file instead, so that the change can be reviewed as a diff.
 */
public final class GoldenFile {

  private static final boolean UPDATE = Boolean.getBoolean("patternedapp.update");

  private GoldenFile() {}

  /** Returns whether this run updates the committed files instead of comparing them. */
  public static boolean isUpdateRun() {
    return UPDATE;
  }

  /**
   * Fails if the content of the file is not the generated text.
   *
   * @param file the committed file, relative to the project
   * @param generated the expected content
   */
  public static void assertMatches(Path file, String generated) {
    try {
      if (UPDATE) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, generated);
      }
      assertThat(file).as("run mvn test -Dpatternedapp.update=true to create it").exists();
      assertThat(Files.readString(file))
          .as("%s is out of date: run mvn test -Dpatternedapp.update=true to update it", file)
          .isEqualTo(generated);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
