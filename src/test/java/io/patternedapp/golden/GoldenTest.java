package io.patternedapp.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.Example;
import io.patternedapp.GoldenFile;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.Expander;
import io.patternedapp.validate.Validator;
import io.patternedapp.validate.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares the children of apps with committed files. Each case is a folder in which {@code
 * in.yaml} is an app and each {@code out-KIND-NAME.yaml} is one of its children. A changed Pod
 * template in these files means that an upgrade of the operator restarts running containers.
 */
class GoldenTest {

  private static final Path CASES = Path.of("src", "test", "golden");
  private static final int MIN_CASES = 20;
  private static final String EXAMPLE_PREFIX = "example-";
  private static final String INDEX_HEADER =
      """
      <!-- Generated from the first line of each in.yaml; see CONTRIBUTING.md for how to regenerate it. -->
      # Golden cases

      Each folder is a case: `in.yaml` is an app, and each `out-KIND-NAME.yaml` is one of the children that it expands to.
      The folders `example-*` contain the apps in `examples/`. If the `out-*.yaml` of a Pod or a workload changes, an upgrade \
      of the operator restarts the Pods of existing apps.

      | case | purpose |
      |---|---|
      """;

  @TestFactory
  Stream<DynamicTest> everyGoldenCaseExpandsToItsExpectedChildren() throws IOException {
    return folders().stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
  }

  @TestFactory
  Stream<DynamicTest> everyGoldenInputIsValid() throws IOException {
    return folders().stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(
                    folder.getFileName().toString(),
                    () ->
                        assertThat(Validator.validate(app(folder.resolve("in.yaml"))))
                            .as("the API server would reject the app")
                            .noneMatch(Problem::isError)));
  }

  @TestFactory
  Stream<DynamicTest> everyExampleHasAGoldenCase() {
    return Example.all().stream()
        .flatMap(
            example ->
                example.documents().stream()
                    .map(
                        document ->
                            DynamicTest.dynamicTest(
                                example.documentTitle(document),
                                () ->
                                    GoldenFile.assertMatches(
                                        CASES
                                            .resolve(
                                                EXAMPLE_PREFIX + example.documentTitle(document))
                                            .resolve("in.yaml"),
                                        document))));
  }

  @org.junit.jupiter.api.Test
  void indexListsEveryGoldenCase() throws IOException {
    var index = new StringBuilder(INDEX_HEADER);
    for (var folder : folders()) {
      var name = folder.getFileName().toString();
      if (!name.startsWith(EXAMPLE_PREFIX)) {
        index.append("| [%s](%s) | %s |\n".formatted(name, name, purpose(folder)));
      }
    }
    GoldenFile.assertMatches(CASES.resolve("README.md"), index.toString());
  }

  @org.junit.jupiter.api.Test
  void goldenCasesReachTheMinimumCount() throws IOException {
    assertThat(folders()).hasSizeGreaterThanOrEqualTo(MIN_CASES);
  }

  private static Set<Path> folders() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders
          .filter(Files::isDirectory)
          .collect(Collectors.toCollection(java.util.TreeSet::new));
    }
  }

  private static String purpose(Path folder) throws IOException {
    var firstLine = Files.readString(folder.resolve("in.yaml")).lines().findFirst().orElse("");
    assertThat(firstLine)
        .as("the first line of %s/in.yaml says what the case is for", folder)
        .startsWith("# ");
    return firstLine.substring(2);
  }

  private static void check(Path folder) throws IOException {
    var text = Files.readString(folder.resolve("in.yaml"));
    var first = children(text);
    assertThat(children(text)).as("the expansion is deterministic").isEqualTo(first);
    var unused = new HashSet<>(outputs(folder));
    first.forEach(
        (name, yaml) -> {
          GoldenFile.assertMatches(folder.resolve(name), yaml);
          unused.remove(folder.resolve(name));
        });
    if (GoldenFile.isUpdateRun()) {
      for (var file : unused) {
        Files.delete(file);
      }
      unused.clear();
    }
    assertThat(unused).as("files without a child").isEmpty();
  }

  private static PatternedApp app(Path file) throws IOException {
    return Serialization.unmarshal(Files.readString(file), PatternedApp.class);
  }

  private static TreeMap<String, String> children(String text) {
    var children = new TreeMap<String, String>();
    for (HasMetadata child :
        Expander.expand(Serialization.unmarshal(text, PatternedApp.class)).children()) {
      var name = "out-%s-%s.yaml".formatted(child.getKind(), child.getMetadata().getName());
      assertThat(children.put(name.toLowerCase(java.util.Locale.ROOT), Serialization.asYaml(child)))
          .as("two children have the name %s", name)
          .isNull();
    }
    return children;
  }

  private static Set<Path> outputs(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("out-"))
          .collect(Collectors.toSet());
    }
  }
}
