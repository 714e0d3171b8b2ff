package io.patternedapp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

class ValidateCommandTest {

  private static final String HEAD =
      "apiVersion: patternedapp.io/v1alpha1\nkind: PatternedApp\nmetadata: {name: web}\n";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void validateReportsSchemaAndCheckProblemsInFileOrder() throws IOException {
    assertThat(
            problems(
                """
                spec:
                  main:
                    image: nginx
                    volumeMounts:
                    - {name: htm, mountPath: /html}
                    stdinn: true
                  sidecars:
                  - image: 5
                    name: a
                  - {name: a, image: 'i:1'}
                  volumes: [{name: html}]
                """))
        .containsExactly(
            "6:5: spec.main.image: warning: \"nginx\" has neither a tag nor a digest, so each"
                + " restart can run a different image: add a tag",
            "8:8: spec.main.volumeMounts[0].name: error: Not found: no volume is named \"htm\";"
                + " add it to spec.volumes, or use an existing volume; did you mean \"html\"?",
            "9:5: spec.main.stdinn: error: unknown field: did you mean \"stdin\"?",
            "11:5: spec.sidecars[0].image: error: must be of type string, but is integer: enclose"
                + " it in quotes",
            "13:5: spec.sidecars[1]: error: Duplicate value: same name as spec.sidecars[0]");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {main: {imagee: 'i:1', name: A}}               | 4:15: spec.main.imagee 4:30: spec.main.name
          {mian: {image: 'i:1', name: A}}                | 4:8: spec.mian 4:1: spec.main.name
          {main: {image: 'i:1'}, volumes: [html, {name: A}]} | 4:40: spec.volumes[0] 4:47: spec.volumes[1].name
          {main: {image: 'i:1'}, service: {ports: [{nodePort: 70000, port: 80, targetPort: x}]}} | 4:49: spec.service.ports[0].nodePort 4:76: spec.service.ports[0].targetPort
          {main: {image: 'i:1'}, init: [{image: 'i:1'}], workload: {kind: Batch, pod: {maxUnavailable: 0}}} | 4:37: spec.init[0].name 4:65: spec.workload.kind 4:84: spec.workload.pod.maxUnavailable
          {init: [{image: 'i:1', name: A}]}              | 4:1: spec.main 4:30: spec.init[0].name
          {main: {image: 'i:1'}, labels: {"patternedapp.io/x": 5, "a b": c}} | 4:39: spec.labels["patternedapp.io/x"] 4:63: spec.labels["a b"]
          {main: {image: 'i:1'}, service: []}            | 4:30: spec.service
          {main: {image: 'i:1'}, replicas: {}, volumes: [{name: A}]} | 4:30: spec.replicas 4:55: spec.volumes[0].name
          """)
  void schemaErrorDoesNotHideOtherProblems(String spec, String expected) throws IOException {
    assertThat(problems("spec: " + spec).map(line -> line.replaceAll(": (error|warning): .*", "")))
        .containsExactlyInAnyOrder(expected.split(" (?=\\d)"));
  }

  @Test
  void wrongApiVersionDoesNotHideOtherProblems() throws IOException {
    var file = file(HEAD.replace("v1alpha1", "v1") + "spec: {main: {image: nginx}}");

    run("validate", "-f", file);
    assertThat(err.toString().lines().map(line -> line.substring(file.length())))
        .satisfiesExactly(
            line -> assertThat(line).startsWith(":1:1: apiVersion: error: "),
            line -> assertThat(line).startsWith(":4:15: spec.main.image: warning: "));
  }

  @Test
  void validateColorsItsOutputOnlyOnTerminals() throws IOException {
    var file = file(HEAD + "spec: {main: {image: nginx}}");

    run("validate", "-f", file);
    assertThat(err.toString()).doesNotContain("\u001b");

    Cli.createCommandLine()
        .setColorScheme(Help.defaultColorScheme(Ansi.ON))
        .setErr(new PrintWriter(err))
        .execute("validate", "-f", file);
    assertThat(err.toString()).contains(": \u001b[1m\u001b[33mwarning\u001b[");
  }

  @Test
  void validateWithJsonOutputPrintsAllProblems() throws IOException {
    var file = file(HEAD + "spec: {main: {image: nginx, stdinn: true}}\n---\nkind: Secret\n");

    assertThat(run("validate", "-o", "json", "-f", file)).isEqualTo(1);
    assertThat(err.toString()).isEmpty();
    assertThat(json(out.toString().replace(file, "FILE")))
        .isEqualTo(
            json(
                """
                {"version": 1, "apps": 1, "errors": 1, "warnings": 1, "problems": [
                  {"file": "FILE", "line": 6, "column": 1, "severity": "note", "reason": "Skipped",
                   "message": "skipped Secret"},
                  {"file": "FILE", "line": 4, "column": 15, "app": "web", "path": "spec.main.image",
                   "severity": "warning", "reason": "ImageUntagged",
                   "message": "\\"nginx\\" has neither a tag nor a digest, so each restart can run a different image: add a tag"},
                  {"file": "FILE", "line": 4, "column": 29, "app": "web", "path": "spec.main.stdinn",
                   "severity": "error", "reason": "UnknownField",
                   "message": "unknown field: did you mean \\"stdin\\"?"}]}
                """));
  }

  @Test
  void validateWithJsonOutputPrintsAnEmptyReportForValidApps() throws IOException {
    assertThat(run("validate", "-o", "json", "-f", file(HEAD + "spec: {main: {image: 'i:1'}}")))
        .isZero();
    assertThat(json(out.toString()))
        .isEqualTo(json("{\"version\":1,\"apps\":1,\"errors\":0,\"warnings\":0,\"problems\":[]}"));
  }

  @Test
  void sarifReportConformsToTheSarifSchema() throws IOException {
    var broken = Files.writeString(folder.resolve("not yaml.yaml"), "a: [");

    assertThat(
            run(
                "validate",
                "-o",
                "sarif",
                "-f",
                broken.toString(),
                "-f",
                file(HEAD + "spec: {main: {image: nginx, stdinn: true}}")))
        .isEqualTo(1);
    var log = json(out.toString());
    assertThat(sarifSchema().validate(log)).isEmpty();
    assertThat(log.at("/runs/0/results/0/ruleId").asText()).isEqualTo("InvalidYaml");
    assertThat(uri(log, 0)).startsWith("file:///").endsWith("/not%20yaml.yaml");
    var result = log.at("/runs/0/results/2");
    assertThat(result.at("/ruleId").asText()).isEqualTo("UnknownField");
    assertThat(result.at("/level").asText()).isEqualTo("error");
    assertThat(log.at("/runs/0/tool/driver/rules").get(result.at("/ruleIndex").asInt()))
        .isEqualTo(
            json(
                """
                {"id": "UnknownField", "shortDescription": {"text": "Unknown field"}}
                """));
    assertThat(result.at("/message/text").asText()).startsWith("spec.main.stdinn: unknown field");
    assertThat(result.at("/locations/0/physicalLocation/region"))
        .isEqualTo(json("{\"startLine\": 4, \"startColumn\": 29}"));
  }

  @Test
  void sarifReportKeepsRelativeFilePaths() throws IOException {
    run("validate", "-o", "sarif", "-f", "deploy/install.yaml", "-f", "examples");
    var log = json(out.toString());

    assertThat(sarifSchema().validate(log)).isEmpty();
    assertThat(uri(log, 0)).isEqualTo("deploy/install.yaml");
  }

  @Test
  void sarifSchemaRejectsAnIncompleteReport() throws IOException {
    assertThat(sarifSchema().validate(json("{\"version\": \"2.1.0\", \"runs\": [{}]}")))
        .isNotEmpty();
  }

  private static String uri(JsonNode log, int result) {
    return log.at("/runs/0/results")
        .get(result)
        .at("/locations/0/physicalLocation/artifactLocation/uri")
        .asText();
  }

  private static com.networknt.schema.JsonSchema sarifSchema() throws IOException {
    try (var schema =
        ValidateCommandTest.class.getResourceAsStream("report/sarif-schema-2.1.0.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema);
    }
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private java.util.stream.Stream<String> problems(String spec) throws IOException {
    var file = file(HEAD + spec);
    run("validate", "-f", file);
    return err.toString().lines().map(line -> line.replace(file + ":", ""));
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("web.yaml"), text).toString();
  }

  private int run(String... arguments) {
    return Cli.createCommandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
