package io.patternedapp.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.validate.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorTest {

  @ParameterizedTest
  @MethodSource("goldens")
  void goldenAppsHaveNoValidationErrors(Path file) throws IOException {
    assertThat(Validator.validate(read(file))).filteredOn(Problem::isError).isEmpty();
  }

  @Test
  void realisticAppHasNoValidationProblems() throws IOException {
    assertThat(Validator.validate(resource("realistic.yaml"))).isEmpty();
  }

  @Test
  void validatorDoesNotThrowOnEmptyValuesInEveryField() throws IOException {
    assertThat(Validator.validate(resource("hollow.yaml")))
        .extracting(Problem::reason)
        .contains("ContainerNameMissing", "ImageMissing", "HandlerCount", "VolumeNameInvalid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"web", "w", "web-1", "a23456789012345678901234567890123456789012345678901b"})
  void validAppNamesAreAccepted(String name) {
    assertThat(Validator.validate(appNamed(name))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Web",
        "1web",
        "web-",
        "web.a",
        "",
        "a23456789012345678901234567890123456789012345678901bc"
      })
  void invalidAppNamesAreRejected(String name) {
    assertThat(Validator.validate(appNamed(name)))
        .extracting(Problem::path, Problem::reason)
        .containsExactly(tuple("metadata.name", "AppNameInvalid"));
  }

  @Test
  void appWithoutNameIsRejected() {
    var app = appNamed("web");
    app.setMetadata(null);
    assertThat(Validator.validate(app))
        .containsExactly(
            Problem.error(
                "metadata.name", "AppNameInvalid", "Required value: set the name of the app"));
    assertThat(Validator.validate(appNamed("Web")).get(0).message())
        .contains("at most 52 lowercase");
    app.setMetadata(new ObjectMeta());
    assertThat(Validator.validate(app)).hasSize(1);
  }

  @Test
  void appWithoutMainContainerIsRejected() {
    var app = new PatternedApp();
    assertThat(Validator.validate(app)).extracting(Problem::reason).containsExactly("MainMissing");
    var withoutMain = Serialization.unmarshal("spec: {replicas: 1}", PatternedApp.class);
    assertThat(Validator.validate(withoutMain))
        .extracting(Problem::path)
        .containsExactly("spec.main");
  }

  @Test
  void validatorReportsProblemsInAStableOrder() throws IOException {
    var first = Validator.validate(resource("hollow.yaml"));
    assertThat(Validator.validate(resource("hollow.yaml"))).isEqualTo(first);
    assertThat(first).doesNotHaveDuplicates();
  }

  @Test
  void warningsAreNotErrors() {
    var warning = Problem.warning("spec", "Odd", "odd");
    assertThat(warning.isError()).isFalse();
    assertThat(Problem.error("spec", "Wrong", "wrong").isError()).isTrue();
    assertThat(warning).hasToString("spec: odd");
  }

  static Stream<Path> goldens() throws IOException {
    return files(Path.of("src/test/golden")).filter(file -> file.endsWith("in.yaml"));
  }

  private static Stream<Path> files(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      var found = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      return found.stream();
    }
  }

  private static PatternedApp appNamed(String name) {
    var app = Findings.app("main: {}");
    app.getMetadata().setName(name);
    return app;
  }

  private static PatternedApp resource(String name) throws IOException {
    return read(Path.of("src/test/resources/io/patternedapp/validate", name));
  }

  private static PatternedApp read(Path file) throws IOException {
    return Serialization.unmarshal(Files.readString(file), PatternedApp.class);
  }
}
