package io.patternedapp.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patternedapp.cli.yaml.YamlReader;
import io.patternedapp.validate.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CrdSchemaTest {

  private static final CrdSchema SCHEMA = CrdSchema.load();

  static Stream<Path> goodApps() throws IOException {
    try (var goldens = Files.list(Path.of("src", "test", "golden"));
        var examples = Files.list(Path.of("examples"))) {
      return Stream.concat(goldens.map(g -> g.resolve("in.yaml")), examples)
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("goodApps")
  void schemaAcceptsGoldensAndExamples(Path file) throws IOException {
    assertThat(YamlReader.readTrees(Files.readString(file)))
        .isNotEmpty()
        .allSatisfy(app -> assertThat(SchemaValidator.validate(app, SCHEMA)).isEmpty());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          imagee: x, name: a, image: i               | UnknownField spec.sidecars[0].imagee: unknown field: did you mean "image"?
          image: i                                   | Missing spec.sidecars[0].name: Required value
          name: 5                                    | WrongType spec.sidecars[0].name: must be of type string, but is integer: enclose it in quotes
          name: no                                   | WrongType spec.sidecars[0].name: must be of type string, but is boolean: enclose it in quotes
          name: a, command: sh                       | WrongType spec.sidecars[0].command: must be of type array, but is string
          name: a, command: [sh, [x]]                | WrongType spec.sidecars[0].command[1]: must be of type string, but is array
          name: a, command: [null]                   | WrongType spec.sidecars[0].command[0]: must be of type string, but is null
          name: a, resources: 5                      | WrongType spec.sidecars[0].resources: must be of type object, but is integer
          name: a, resources: {limits: {cpu: 0.5}}   | WrongType spec.sidecars[0].resources.limits.cpu: must be of type integer or string, but is number: enclose it in quotes
          name: a, resources: {limits: {example.com/gpu: [1]}} | WrongType spec.sidecars[0].resources.limits["example.com/gpu"]: must be of type integer or string, but is array
          name: a, stdin: "true"                     | WrongType spec.sidecars[0].stdin: must be of type boolean, but is string
          name: a, mode: Sometimes                   | NotAllowed spec.sidecars[0].mode: Unsupported value: supported values: "Native", "Regular"
          name: a, ports: [{containerPort: "80"}]    | WrongType spec.sidecars[0].ports[0].containerPort: must be of type integer, but is string
          name: a, ports: [{containerPort: 80.5}]    | WrongType spec.sidecars[0].ports[0].containerPort: must be of type integer, but is number
          name: a, ports: [{containerPort: 1, protocol: ICMP}] | NotAllowed spec.sidecars[0].ports[0].protocol: Unsupported value: supported values: "SCTP", "TCP", "UDP"
          name: a, ports: [{containerPort: 1}, {containerPort: 1, protocol: TCP}] | Duplicate spec.sidecars[0].ports[1]: Duplicate value: same containerPort and protocol as spec.sidecars[0].ports[0]
          name: a, startAfter: [b, b]                | Duplicate spec.sidecars[0].startAfter[1]: Duplicate value: same value as spec.sidecars[0].startAfter[0]
          name: a, files: [{mountPath: ""}]          | OutOfRange spec.sidecars[0].files[0].mountPath: must not be empty
          name: a, files: [{mountPath: /x, defaultMode: 01000}] | OutOfRange spec.sidecars[0].files[0].defaultMode: must be between 0 and 511, inclusive
          name: a, startAfter: [a,b,c,d,e,f,g,h,i,j,k] | OutOfRange spec.sidecars[0].startAfter: must have at most 10 items, but has 11
          """)
  void schemaReportsSidecarErrorsThatTheApiServerWouldReject(String sidecar, String problem) {
    var found = check("spec: {main: {image: i}, sidecars: [{%s}]}".formatted(sidecar));

    assertThat(found).containsExactly(problem);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          spec: {main: {image: i}, replicas: -1}       | OutOfRange spec.replicas: must be between 0 and 10000, inclusive
          spec: {main: {image: i}, replicas: 1.5}      | WrongType spec.replicas: must be of type integer, but is number
          spec: {main: {image: i}, pod: {terminationGracePeriodSeconds: -1}} | OutOfRange spec.pod.terminationGracePeriodSeconds: must be between 0 and 2147483647, inclusive
          spec: {main: {image: i, resources: {limits: {cpu: lots}}}} | NotAllowed spec.main.resources.limits.cpu: must be a quantity, such as 500m, 0.5 or 1Gi
          spec: {main: {image: i, livenessProbe: {tcpSocket: {port: 99999999999}}}} | OutOfRange spec.main.livenessProbe.tcpSocket.port: must be between -2147483648 and 2147483647, inclusive
          spec: {main: null}                           | Missing spec.main: Required value
          spec: {}                                     | Missing spec.main: Required value
          spec: 5                                      | WrongType spec: must be of type object, but is integer
          spec: {main: {image: i}, labels: {a: 1}}     | WrongType spec.labels.a: must be of type string, but is integer: enclose it in quotes
          specs: {main: {image: i}}, spec: {main: {image: i}} | UnknownField specs: unknown field: did you mean "spec"?
          """)
  void schemaReportsTopLevelErrorsThatTheApiServerWouldReject(String app, String problem) {
    assertThat(check(app.startsWith("specs") ? "{" + app + "}" : app)).containsExactly(problem);
  }

  @Test
  void schemaReportsAllProblemsAtOnce() {
    assertThat(check("{spec: {mani: {image: i}, replicas: x}}"))
        .containsExactly(
            "UnknownField spec.mani: unknown field: did you mean \"main\"?",
            "WrongType spec.replicas: must be of type integer, but is string",
            "Missing spec.main: Required value");
  }

  @Test
  void schemaRequiresKindApiVersionSpecAndName() {
    var found =
        SchemaValidator.validate(
            YamlReader.readTrees(
                    "{apiVersion: patternedapp.io/v1, kind: patternedapp, metadata: {}}")
                .get(0),
            SCHEMA);

    assertThat(found)
        .extracting(CrdSchemaTest::format)
        .containsExactly(
            "NotAllowed apiVersion: must be \"patternedapp.io/v1alpha1\"",
            "NotAllowed kind: must be \"PatternedApp\"",
            "Missing spec: Required value",
            "Missing metadata.name: Required value: set the name of the app");
  }

  @Test
  void schemaMessagesDoNotShowFieldValues() {
    assertThat(check("spec: {main: {image: i, env: [{name: A, value: 4711}]}}"))
        .singleElement()
        .asString()
        .doesNotContain("4711");
  }

  @Test
  void schemaValidatorSupportsEveryKeywordOfTheCrd() {
    var keywords = new TreeSet<String>();
    collectKeywords(SCHEMA.root(), keywords);

    assertThat(keywords).isSubsetOf(SchemaValidator.SUPPORTED_KEYWORDS);
  }

  @Test
  void anyOfInTheCrdMeansOnlyIntOrString() {
    assertThat(Set.copyOf(SCHEMA.root().findValues("anyOf")))
        .singleElement()
        .hasToString("[{\"type\":\"integer\"},{\"type\":\"string\"}]");
  }

  private static void collectKeywords(JsonNode schema, Set<String> keywords) {
    schema.fieldNames().forEachRemaining(keywords::add);
    schema.path("properties").forEach(child -> collectKeywords(child, keywords));
    Stream.of("items", "additionalProperties")
        .map(schema::path)
        .filter(JsonNode::isObject)
        .forEach(child -> collectKeywords(child, keywords));
  }

  private static Stream<String> check(String spec) {
    var document = (ObjectNode) YamlReader.readTrees(spec).get(0);
    document.put("apiVersion", "patternedapp.io/v1alpha1").put("kind", "PatternedApp");
    document.putObject("metadata").put("name", "web");
    return SchemaValidator.validate(document, SCHEMA).stream().map(CrdSchemaTest::format);
  }

  private static String format(Problem problem) {
    return problem.reason() + " " + problem;
  }
}
