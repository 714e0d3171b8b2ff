package io.patternedapp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.Example;
import io.patternedapp.GoldenFile;
import io.patternedapp.cli.graph.AppTopologyBuilder;
import io.patternedapp.cli.graph.MermaidRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks that the diagrams in the documentation are the output of {@code patternedapp graph}. */
class GalleryTest {

  private static final Path README = Path.of("README.md");
  private static final Path TOUR = Path.of("docs", "tutorials", "tour.md");
  private static final Path GALLERY = Path.of("docs", "reference", "gallery.md");
  private static final Pattern LINK = Pattern.compile("\\(../../examples/([^)]+)\\.yaml\\)");
  private static final Pattern GRAPH =
      Pattern.compile("(?s)(<!-- graph: ([^ ]+) -->\n).*?(<!-- end of graph -->)");

  private static final String HEAD =
      """
      <!-- Generated from examples/; see CONTRIBUTING.md for how to update it. -->
      # The gallery

      Each example with its use case and the output of `patternedapp graph -o mermaid`. Containers are numbered in start \
      order. Volume mounts are read-write (rw) or read-only (ro). An arrow that ends in a cross is a connection that a \
      NetworkPolicy blocks.
      """;

  @Test
  void galleryShowsEveryExample() throws IOException {
    var order = LINK.matcher(Files.readString(TOUR)).results().map(link -> link.group(1)).toList();

    assertThat(order)
        .containsExactlyInAnyOrderElementsOf(Example.all().stream().map(Example::name).toList());
    GoldenFile.assertMatches(
        GALLERY,
        order.stream()
            .map(Example::load)
            .map(GalleryTest::section)
            .collect(Collectors.joining("\n", HEAD + "\n", "")));
  }

  @Test
  void readmeLinksToTheGallery() throws IOException {
    assertThat(Files.readString(README)).contains("(" + GALLERY + ")");
  }

  @Test
  void tourGraphsAreCurrent() throws IOException {
    var tour = Files.readString(TOUR);
    var graphs = GRAPH.matcher(tour);

    assertThat(graphs.results().count()).isPositive();
    GoldenFile.assertMatches(TOUR, graphs.replaceAll(GalleryTest::regenerated));
  }

  private static String regenerated(MatchResult graph) {
    return java.util.regex.Matcher.quoteReplacement(
        graph.group(1) + mermaid(Example.load(graph.group(2))) + graph.group(3));
  }

  private static String section(Example example) {
    return "## [%s](../../examples/%s.yaml)\n%s\n\n%s"
        .formatted(
            example.name(), example.name(), String.join("\n", comment(example)), mermaid(example));
  }

  private static List<String> comment(Example example) {
    return example
        .documents()
        .get(0)
        .lines()
        .takeWhile(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^# ?", "").replace("<", "&lt;"))
        .toList();
  }

  private static String mermaid(Example example) {
    return "```mermaid\n"
        + MermaidRenderer.render(example.apps().stream().map(AppTopologyBuilder::build).toList())
        + "```\n";
  }
}
