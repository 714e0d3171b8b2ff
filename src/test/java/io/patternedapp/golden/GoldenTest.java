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
 * One folder a case: {@code in.yaml} is an app, {@code out-KIND-NAME.yaml} its children. They are
 * the contract that an upgrade of the operator restarts nobody's containers.
 */
class GoldenTest {

  private static final Path CASES = Path.of("src", "test", "golden");
  private static final int MIN_CASES = 20;

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
                            .as("what cannot be applied proves nothing")
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
                                            .resolve("example-" + example.documentTitle(document))
                                            .resolve("in.yaml"),
                                        document))));
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

  private static void check(Path folder) throws IOException {
    var text = Files.readString(folder.resolve("in.yaml"));
    var first = children(text);
    assertThat(children(text)).as("expanding twice gives the same bytes").isEqualTo(first);
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
    assertThat(unused).as("goldens that nothing expands to").isEmpty();
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
          .as("two children called %s", name)
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
