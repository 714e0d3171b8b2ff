package io.patternedapp.apiserver.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.Example;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.validate.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests the CEL validation rules of the CRD. Each rule has a folder in {@code src/test/crd}: the
 * API server rejects {@code invalid*.yaml} with the message in its first line and accepts {@code
 * valid*.yaml}.
 */
@ExtendWith(ApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class CrdValidationRulesTest {

  private static final Path EXAMPLES = Path.of("src", "test", "crd");
  private static final Path CRD = Path.of("crds", "patternedapps.patternedapp.io.yaml");

  private final ApiServerExtension.TestControlPlane api;
  private final Map<Path, List<StatusCause>> rejectionCauses = new HashMap<>();

  CrdValidationRulesTest(ApiServerExtension.TestControlPlane api) {
    this.api = api;
  }

  static Stream<Path> invalid() {
    return files("invalid");
  }

  static Stream<Path> valid() {
    return files("valid");
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void invalidAppIsRejectedByACrdRuleWithTheExpectedMessage(Path file) {
    assertThat(rejectionCauses(file))
        .extracting(CrdValidationRulesTest::message)
        .contains(expectedMessage(file));
  }

  /** The validator reports the problem without an API server. */
  @ParameterizedTest
  @MethodSource("invalid")
  void appRejectedByACrdRuleIsAlsoRejectedByTheValidator(Path file) {
    assertThat(Validator.validate(Example.parseApp(readFile(file))))
        .anyMatch(problem -> problem.isError());
  }

  @ParameterizedTest
  @MethodSource("valid")
  void validAppIsAcceptedByCrdRulesAndValidator(Path file) {
    dryRunCreate(readFile(file));

    assertThat(Validator.validate(Example.parseApp(readFile(file))))
        .noneMatch(problem -> problem.isError());
  }

  @Test
  void everyCrdRuleHasARejectedExampleAtEachPathItAppliesTo() {
    var rules = new TreeSet<String>();
    collectRules(crd().at("/spec/versions/0/schema/openAPIV3Schema"), "", rules);
    var tested = new TreeSet<String>();
    invalid()
        .forEach(
            file ->
                rejectionCauses(file).stream()
                    .filter(cause -> message(cause).equals(expectedMessage(file)))
                    .map(cause -> schemaPath(cause) + " " + expectedMessage(file))
                    .forEach(tested::add));

    assertThat(tested).isEqualTo(rules);
  }

  @Test
  void everyCrdRuleFolderHasValidAndInvalidExamples() throws IOException {
    try (var folders = Files.list(EXAMPLES)) {
      assertThat(folders)
          .allSatisfy(
              folder -> {
                assertThat(invalid()).anyMatch(file -> file.startsWith(folder));
                assertThat(valid()).anyMatch(file -> file.startsWith(folder));
              });
    }
  }

  /**
   * The cost of a rule increases with the size of its lists: the API server must accept lists of
   * the maximum size.
   */
  @Test
  void largestPossibleAppStaysWithinTheCelCostBudget() {
    dryRunCreate(LargestApp.generateYaml(crd()));
  }

  private void dryRunCreate(String yaml) {
    var app = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    api.admin()
        .resource(app)
        .inNamespace("default")
        .dryRun()
        .fieldValidation(Validation.STRICT)
        .create();
  }

  /** Returns the causes of the rejection; cached, because several tests use them. */
  private List<StatusCause> rejectionCauses(Path file) {
    return rejectionCauses.computeIfAbsent(file, this::fetchRejectionCauses);
  }

  private List<StatusCause> fetchRejectionCauses(Path file) {
    var rejection =
        catchThrowableOfType(KubernetesClientException.class, () -> dryRunCreate(readFile(file)));
    assertThat(rejection).as("rejection of %s", file).isNotNull();
    return rejection.getStatus().getDetails().getCauses();
  }

  private static String message(StatusCause cause) {
    return cause.getMessage().replaceFirst("^Invalid value: (\"[^\"]*\"|[^ ]+): ", "");
  }

  /**
   * Returns the path in the schema: {@code spec.sidecars[0].mode} becomes {@code
   * spec.sidecars[].mode}.
   */
  private static String schemaPath(StatusCause cause) {
    return cause.getField().replaceAll("\\[[^]]*]", "[]").replace("<nil>", "");
  }

  private static String expectedMessage(Path file) {
    return readFile(file).lines().findFirst().orElse("").replaceFirst("^# ", "");
  }

  private static void collectRules(JsonNode schema, String path, Set<String> rules) {
    for (var rule : schema.path("x-kubernetes-validations")) {
      rules.add(path + rule.path("fieldPath").asText() + " " + rule.get("message").asText());
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            member ->
                collectRules(
                    member.getValue(),
                    path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                    rules));
    if (schema.has("items")) {
      collectRules(schema.get("items"), path + "[]", rules);
    }
  }

  private static JsonNode crd() {
    return Serialization.unmarshal(readFile(CRD), ObjectNode.class);
  }

  private static Stream<Path> files(String prefix) {
    try (var files = Files.walk(EXAMPLES)) {
      return files
          .filter(file -> file.getFileName().toString().matches(prefix + ".*\\.yaml"))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String readFile(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
