package io.patternedapp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the links between README, CONTRIBUTING and the other pages of the documentation. */
class DocumentationLinksTest {

  private static final Path DOCS = Path.of("docs");
  private static final Path INDEX = DOCS.resolve("README.md");

  private static final List<Path> ROOT_PAGES =
      Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
          .map(Path::of)
          .toList();

  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern CODE_SPAN = Pattern.compile("`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern EXTERNAL = Pattern.compile("^[a-z]+:.*");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

  /** Files outside the documentation that refer to its pages by path. */
  private static final List<Path> REFERRING =
      Stream.of("src", ".ci", ".github", "deploy", "examples", "pom.xml", "Dockerfile")
          .map(Path::of)
          .toList();

  private static final Pattern PAGE_PATH = Pattern.compile("(?<![\\w./])docs/[\\w./-]+\\.md");

  private record Link(Path page, String target) {

    /** The linked file; the page itself for a link that is an anchor only. */
    Path file() {
      var path = target.replaceFirst("#.*", "");
      return path.isEmpty() ? page : page.resolveSibling(path).normalize();
    }

    String anchor() {
      return target.contains("#") ? target.substring(target.indexOf('#') + 1) : "";
    }
  }

  @Test
  void relativeLinksLeadToExistingFiles() throws IOException {
    assertThat(links()).isNotEmpty().filteredOn(link -> !Files.exists(link.file())).isEmpty();
  }

  @Test
  void anchorsLeadToExistingHeadings() throws IOException {
    var broken = new ArrayList<Link>();
    for (var link : links()) {
      if (!link.anchor().isEmpty()
          && link.file().toString().endsWith(".md")
          && Files.exists(link.file())
          && !anchors(link.file()).contains(link.anchor())) {
        broken.add(link);
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void everyFileInDocsIsReachableFromTheIndex() throws IOException {
    var reached = new TreeSet<>(Set.of(INDEX));
    var open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      for (var link : linksOf(open.pop())) {
        if (link.file().startsWith(DOCS)
            && Files.isRegularFile(link.file())
            && reached.add(link.file())
            && link.file().toString().endsWith(".md")) {
          open.push(link.file());
        }
      }
    }

    assertThat(filesInDocs()).allSatisfy(file -> assertThat(reached).contains(file));
  }

  @Test
  void pathsInSourcesLeadToExistingPages() throws IOException {
    var missing = new TreeSet<String>();
    for (var root : REFERRING) {
      try (var files = Files.walk(root)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          // As ISO-8859-1, since not every file is text.
          PAGE_PATH
              .matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
              .results()
              .map(path -> path.group())
              .filter(path -> !Files.exists(Path.of(path)))
              .forEach(path -> missing.add(file + ": " + path));
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  private static List<Link> links() throws IOException {
    var links = new ArrayList<Link>();
    for (var page : Stream.concat(ROOT_PAGES.stream(), filesInDocs().stream()).toList()) {
      if (page.toString().endsWith(".md")) {
        links.addAll(linksOf(page));
      }
    }
    return links;
  }

  private static List<Link> linksOf(Path page) throws IOException {
    return LINK.matcher(withoutCode(Files.readString(page)))
        .results()
        .map(link -> new Link(page, link.group(1)))
        .filter(link -> !EXTERNAL.matcher(link.target()).matches())
        .toList();
  }

  private static List<Path> filesInDocs() throws IOException {
    try (var files = Files.walk(DOCS)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String withoutCode(String text) {
    return CODE_SPAN.matcher(CODE_BLOCK.matcher(text).replaceAll("")).replaceAll("");
  }

  /** The anchors that GitHub gives the headings of a page. */
  private static List<String> anchors(Path page) throws IOException {
    return HEADING
        .matcher(CODE_BLOCK.matcher(Files.readString(page)).replaceAll(""))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1"))
        .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .toList();
  }
}
