package io.patternedapp.cli.demo;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The examples of a demo and their origin.
 *
 * @param origin a directory, or a description for the user
 * @param files the files, sorted by name
 */
public record ExampleSet(String origin, List<ExampleFile> files) {

  /** The directory on the class path into which the build copies the examples. */
  private static final String BUNDLED_DIRECTORY = "io/patternedapp/examples";

  /** Copies the list. */
  public ExampleSet {
    files = List.copyOf(files);
  }

  /**
   * Returns the examples of the given directory. Without one, returns those of {@code examples} in
   * the working directory, so that the demo shows edits, or else the bundled ones.
   *
   * @param directory the directory that the user selected; null if none
   * @param workingDirectory the working directory
   */
  public static ExampleSet find(@Nullable Path directory, Path workingDirectory)
      throws IOException {
    if (directory != null) {
      return new ExampleSet(directory.toString(), readDirectory(directory));
    }
    var local = workingDirectory.resolve("examples");
    var found = Files.isDirectory(local) ? readDirectory(local) : List.<ExampleFile>of();
    return found.isEmpty()
        ? new ExampleSet("the jar", readBundled())
        : new ExampleSet("./examples", found);
  }

  /** Reads the jar or the directory of classes, since class path resources cannot be listed. */
  private static List<ExampleFile> readBundled() throws IOException {
    var classes = codeLocation();
    if (Files.isDirectory(classes)) {
      return readDirectory(classes.resolve(BUNDLED_DIRECTORY));
    }
    try (var jar = FileSystems.newFileSystem(classes)) {
      return readDirectory(jar.getPath(BUNDLED_DIRECTORY));
    }
  }

  private static Path codeLocation() {
    try {
      return Path.of(ExampleSet.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<ExampleFile> readDirectory(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      var examples = new ArrayList<ExampleFile>();
      for (var file : entries.filter(ExampleSet::isYaml).sorted(byName()).toList()) {
        examples.add(new ExampleFile(nameOf(file), Files.readString(file)));
      }
      return examples;
    }
  }

  private static boolean isYaml(Path file) {
    var name = nameOf(file).toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file) && (name.endsWith(".yaml") || name.endsWith(".yml"));
  }

  private static Comparator<Path> byName() {
    return Comparator.comparing(ExampleSet::nameOf);
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }
}
