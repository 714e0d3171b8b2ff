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
 * The examples to show, and where they come from.
 *
 * @param origin for people to read, such as a directory
 * @param files the files, by name
 */
public record Examples(String origin, List<Example> files) {

  /** Where the build packs them: on the class path. */
  private static final String PACKED = "io/patternedapp/examples";

  /** Copies the list. */
  public Examples {
    files = List.copyOf(files);
  }

  /**
   * Those of the given directory; else those of {@code examples} in the working directory, so that
   * an edit there shows; else those packed into the program.
   *
   * @param chosen what the user named; null when nothing was
   * @param working the working directory
   */
  public static Examples find(@Nullable Path chosen, Path working) throws IOException {
    if (chosen != null) {
      return new Examples(chosen.toString(), read(chosen));
    }
    var local = working.resolve("examples");
    var found = Files.isDirectory(local) ? read(local) : List.<Example>of();
    return found.isEmpty()
        ? new Examples("packed into this program", packed())
        : new Examples("./examples", found);
  }

  /** Class path resources have no listing: the jar, or the directory of classes, is read. */
  private static List<Example> packed() throws IOException {
    var classes = location();
    if (Files.isDirectory(classes)) {
      return read(classes.resolve(PACKED));
    }
    try (var jar = FileSystems.newFileSystem(classes)) {
      return read(jar.getPath(PACKED));
    }
  }

  private static Path location() {
    try {
      return Path.of(Examples.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Example> read(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      var examples = new ArrayList<Example>();
      for (var file : entries.filter(Examples::isYaml).sorted(byName()).toList()) {
        examples.add(new Example(nameOf(file), Files.readString(file)));
      }
      return examples;
    }
  }

  private static boolean isYaml(Path file) {
    var name = nameOf(file).toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file) && (name.endsWith(".yaml") || name.endsWith(".yml"));
  }

  private static Comparator<Path> byName() {
    return Comparator.comparing(Examples::nameOf);
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }
}
