package io.patternedapp.apiserver;

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
 * The rules of the CRD in CEL. Each has a folder in {@code src/test/crd}: what {@code
 * invalid*.yaml} says is refused with the message in its first line, what {@code valid*.yaml} says
 * passes.
 */
@ExtendWith(ApiServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class CrdRulesTest {

  private static final Path FOLDER = Path.of("src", "test", "crd");
  private static final Path CRD = Path.of("crds", "patternedapps.patternedapp.io.yaml");

  private final ApiServer.Shared api;
  private final Map<Path, List<StatusCause>> refusals = new HashMap<>();

  CrdRulesTest(ApiServer.Shared api) {
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
  void isRefusedWithItsMessage(Path file) {
    assertThat(refusals(file)).extracting(CrdRulesTest::message).contains(expected(file));
  }

  /** Who has no API server at hand learns it all the same. */
  @ParameterizedTest
  @MethodSource("invalid")
  void isFoundByTheValidationToo(Path file) {
    assertThat(Validator.validate(Example.app(read(file)))).anyMatch(problem -> problem.isError());
  }

  @ParameterizedTest
  @MethodSource("valid")
  void passes(Path file) {
    create(read(file));

    assertThat(Validator.validate(Example.app(read(file)))).noneMatch(problem -> problem.isError());
  }

  @Test
  void everyRuleIsProvenWhereverItStands() {
    var rules = new TreeSet<String>();
    collect(crd().at("/spec/versions/0/schema/openAPIV3Schema"), "", rules);
    var proven = new TreeSet<String>();
    invalid()
        .forEach(
            file ->
                refusals(file).stream()
                    .filter(cause -> message(cause).equals(expected(file)))
                    .map(cause -> place(cause) + " " + expected(file))
                    .forEach(proven::add));

    assertThat(proven).isEqualTo(rules);
  }

  @Test
  void everyFolderHasBoth() throws IOException {
    try (var folders = Files.list(FOLDER)) {
      assertThat(folders)
          .allSatisfy(
              folder -> {
                assertThat(invalid()).anyMatch(file -> file.startsWith(folder));
                assertThat(valid()).anyMatch(file -> file.startsWith(folder));
              });
    }
  }

  /** Rules cost more the more there is: none may get too dear for the API server. */
  @Test
  void theLargestListsPass() {
    create(LargestApp.yaml(crd()));
  }

  private void create(String yaml) {
    var app = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    api.admin()
        .resource(app)
        .inNamespace("default")
        .dryRun()
        .fieldValidation(Validation.STRICT)
        .create();
  }

  /** Asked for once: tests share the answer. */
  private List<StatusCause> refusals(Path file) {
    return refusals.computeIfAbsent(file, this::refuse);
  }

  private List<StatusCause> refuse(Path file) {
    var refusal = catchThrowableOfType(KubernetesClientException.class, () -> create(read(file)));
    assertThat(refusal).as("%s is not refused", file).isNotNull();
    return refusal.getStatus().getDetails().getCauses();
  }

  private static String message(StatusCause cause) {
    return cause.getMessage().replaceFirst("^Invalid value: (\"[^\"]*\"|[^ ]+): ", "");
  }

  /** Where in the schema: {@code spec.sidecars[0].mode} is {@code spec.sidecars[].mode}. */
  private static String place(StatusCause cause) {
    return cause.getField().replaceAll("\\[[^]]*]", "[]").replace("<nil>", "");
  }

  private static String expected(Path file) {
    return read(file).lines().findFirst().orElse("").replaceFirst("^# ", "");
  }

  private static void collect(JsonNode schema, String path, Set<String> rules) {
    for (var rule : schema.path("x-kubernetes-validations")) {
      rules.add(path + rule.path("fieldPath").asText() + " " + rule.get("message").asText());
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            member ->
                collect(
                    member.getValue(),
                    path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                    rules));
    if (schema.has("items")) {
      collect(schema.get("items"), path + "[]", rules);
    }
  }

  private static JsonNode crd() {
    return Serialization.unmarshal(read(CRD), ObjectNode.class);
  }

  private static Stream<Path> files(String prefix) {
    try (var files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.getFileName().toString().matches(prefix + ".*\\.yaml"))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
