package io.patternedapp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that the apps in the documentation are valid. */
class DocumentationExamplesTest {

  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");

  @TempDir private Path folder;

  private record Page(Path file, List<String> apps) {

    @Override
    public String toString() {
      return file.toString();
    }
  }

  static List<Page> pages() throws IOException {
    try (var files = Files.walk(Path.of("docs"))) {
      return Stream.concat(Stream.of(Path.of("README.md")), files.sorted())
          .filter(file -> file.toString().endsWith(".md"))
          .map(file -> new Page(file, apps(file)))
          .filter(page -> !page.apps().isEmpty())
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void appsInDocumentationAreValid(Page page) throws IOException {
    for (var app : page.apps()) {
      var file = Files.writeString(folder.resolve("app.yaml"), app);
      var output = new StringWriter();
      var writer = new PrintWriter(output);

      assertThat(
              Cli.createCommandLine()
                  .setOut(writer)
                  .setErr(writer)
                  .execute("validate", "-f", file.toString()))
          .as(output.toString())
          .isZero();
    }
  }

  private static List<String> apps(Path file) {
    try {
      return YAML.matcher(Files.readString(file))
          .results()
          .map(block -> block.group(1))
          .filter(block -> block.contains("kind: PatternedApp"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
