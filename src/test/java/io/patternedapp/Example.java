package io.patternedapp;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file of {@code examples/} with one or more apps.
 *
 * @param name the file name without its extension
 * @param documents the YAML text of each app
 */
public record Example(String name, List<String> documents) {

  private static final Path FOLDER = Path.of("examples");
  private static final String EXTENSION = ".yaml";
  private static final Pattern DOCUMENT_SEPARATOR = Pattern.compile("(?m)^---\\s*\\n");

  /** Returns all examples, sorted by name. */
  public static List<Example> all() {
    try (var files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .sorted()
          .map(file -> load(file.replace(EXTENSION, "")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loads the example with that name. */
  public static Example load(String name) {
    try {
      var text = Files.readString(FOLDER.resolve(name + EXTENSION));
      return new Example(name, Arrays.asList(DOCUMENT_SEPARATOR.split(text)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the apps of the file in order. */
  public List<PatternedApp> apps() {
    return documents.stream().map(Example::parseApp).toList();
  }

  /** Parses the app of one document. */
  public static PatternedApp parseApp(String document) {
    return Serialization.unmarshal(document, PatternedApp.class);
  }

  /** Returns a title of the document that is unique across all examples. */
  public String documentTitle(String document) {
    var app = parseApp(document).getMetadata().getName();
    return documents.size() == 1 || app.equals(name) ? name : name + "-" + app;
  }

  @Override
  public String toString() {
    return name;
  }
}
