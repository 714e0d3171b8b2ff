package io.patternedapp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.cli.yaml.YamlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {

  private static final String VALID_APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web, namespace: shop}
      spec: {main: {image: 'nginx:1.27'}}
      """;
  private static final String UNKNOWN_FIELD_APP = VALID_APP.replace("image:", "imagee:");
  private static final String DUPLICATE_NAME_APP =
      VALID_APP.replace(
          "}}", "}, sidecars: [{name: a, image: 'i:1'}], adapters: [{name: a, image: 'i:1'}]}");
  private static final String UNTAGGED_IMAGE_APP = VALID_APP.replace("nginx:1.27", "nginx");
  private static final String CONFIG_MAP =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void validateReportsNoProblemsForValidApps() throws IOException {
    var file = file("web.yaml", VALID_APP + "---\n" + VALID_APP);

    assertThat(run("validate", "-f", file)).isZero();
    assertThat(out).hasToString(file + ": 2 apps, no problems\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void validateReportsSchemaErrorsWithFileAndPosition() throws IOException {
    var file = file("web.yaml", UNKNOWN_FIELD_APP);

    assertThat(run("validate", "-f", file)).isEqualTo(1);
    assertThat(err)
        .hasToString(
            file + ":4:15: spec.main.imagee: error: unknown field: did you mean \"image\"?\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void validateReportsCheckErrorsWithFileAndPosition() throws IOException {
    var file = file("web.yaml", DUPLICATE_NAME_APP);

    assertThat(run("validate", "-f", file)).isEqualTo(1);
    assertThat(err)
        .hasToString(
            file
                + ":4:49: spec.sidecars[0].name: error: Duplicate value \"a\":"
                + " spec.adapters[0] has the same name; rename one of them\n");
  }

  @Test
  void validateExitsZeroWhenThereAreOnlyWarnings() throws IOException {
    var file = file("web.yaml", UNTAGGED_IMAGE_APP);

    assertThat(run("validate", "-f", file)).isZero();
    assertThat(err.toString()).startsWith(file + ":4:15: spec.main.image: warning: ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void validateReportsEveryAppInEveryManifestOfADirectory() throws IOException {
    file("b.yml", VALID_APP);
    file("a.yaml", UNKNOWN_FIELD_APP + "---\n" + UNKNOWN_FIELD_APP);
    file("c.json", "{\"kind\": \"Secret\"}");
    file("d.txt", "not a manifest");

    assertThat(run("validate", "-f", folder.toString())).isEqualTo(1);
    assertThat(err.toString().lines().map(line -> line.replace(folder + "/", "")))
        .containsExactly(
            "a.yaml:4:15: spec.main.imagee: error: unknown field: did you mean \"image\"?",
            "a.yaml:9:15: spec.main.imagee: error: unknown field: did you mean \"image\"?",
            "c.json:1:1: note: skipped Secret");
    assertThat(out).hasToString(folder.resolve("b.yml") + ": 1 app, no problems\n");
  }

  @Test
  void validateReadsSeveralFilesAndStandardInput() throws IOException {
    var before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(VALID_APP.getBytes(StandardCharsets.UTF_8)));
      assertThat(run("validate", "-f", file("a.yaml", VALID_APP), "-f", "-")).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(out.toString())
        .endsWith("a.yaml: 1 app, no problems\n<stdin>: 1 app, no problems\n");
  }

  @Test
  void validateReadsAListAsPrintedByKubectlGet() throws IOException {
    var file =
        file(
            "list.yaml",
            "apiVersion: v1\nkind: List\nitems:\n- " + VALID_APP.replace("\n", "\n  "));

    assertThat(run("validate", "-f", file)).isZero();
    assertThat(out).hasToString(file + ": 1 app, no problems\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "render", "graph"})
  void manifestWithoutPatternedAppIsAnError(String command) throws IOException {
    var file = file("other.yaml", CONFIG_MAP + "---\nfoo: bar\n---\n# nothing\n");

    assertThat(run(command, "-f", file)).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            file + ":1:1: note: skipped ConfigMap other",
            file + ":5:1: note: skipped document without kind",
            file + ": error: no PatternedApp found");
  }

  @Test
  void validateReportsMalformedYamlAndContinuesWithOtherFiles() throws IOException {
    var file = file("bad.yaml", "a: [1");

    assertThat(run("validate", "-f", file, "-f", file("good.yaml", VALID_APP))).isEqualTo(1);
    assertThat(err)
        .hasToString(
            file + ":1:6: error: invalid YAML: expected ',' or ']', but got <stream end>\n");
    assertThat(out.toString()).endsWith("good.yaml: 1 app, no problems\n");
  }

  @Test
  void validateRejectsIntegersBeyondTheInt32Range() throws IOException {
    var file =
        file("web.yaml", VALID_APP.replace("}}", ", ports: [{containerPort: 99999999999}]}}"));

    assertThat(run("validate", "-f", file)).isEqualTo(1);
    assertThat(err)
        .hasToString(
            file
                + ":4:45: spec.main.ports[0].containerPort: error: must be between"
                + " -2147483648 and 2147483647, inclusive\n");
  }

  @Test
  void validateWithMissingFileIsAUsageError() throws IOException {
    var missing = folder.resolve("missing.yaml").toString();

    assertThat(run("validate", "-f", missing)).isEqualTo(2);
    assertThat(err).hasToString(missing + ": no such file or directory\n");
  }

  @Test
  void renderOfAFileThatIsNotUtf8IsAUsageError() throws IOException {
    var file = folder.resolve("image.yaml");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThat(run("render", "-f", file.toString())).isEqualTo(2);
    assertThat(err).hasToString(file + ": the file is not valid UTF-8\n");
  }

  @Test
  void renderPrintsTheChildren() throws IOException {
    assertThat(run("render", "-f", file("web.yaml", VALID_APP))).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(YamlReader.readTrees(out.toString()))
        .singleElement()
        .satisfies(
            pod -> {
              assertThat(pod.get("kind").asText()).isEqualTo("Pod");
              assertThat(pod.at("/metadata/namespace").asText()).isEqualTo("shop");
              assertThat(pod.at("/spec/containers/0/image").asText()).isEqualTo("nginx:1.27");
            });
  }

  @Test
  void renderingTwiceGivesTheSameBytes() {
    run("render", "-f", "examples");
    var first = out.toString();
    out.getBuffer().setLength(0);
    run("render", "-f", "examples");

    assertThat(out).hasToString(first);
    assertThat(first).isNotEmpty();
  }

  @Test
  void renderSkipsAppsWithErrors() throws IOException {
    var file =
        file("web.yaml", UNKNOWN_FIELD_APP + "---\n" + DUPLICATE_NAME_APP + "---\n" + VALID_APP);

    assertThat(run("render", "-f", file)).isEqualTo(1);
    assertThat(YamlReader.readTrees(out.toString())).hasSize(1);
    assertThat(err.toString()).contains("imagee").contains("\"a\"");
  }

  @ParameterizedTest
  @CsvSource({
    "text, web (Pod)",
    "mermaid, flowchart LR",
    "dot, digraph apps {",
    "svg, '<?xml version=\"1.0\"'"
  })
  void graphDrawsOnlyAppsWithoutErrors(String format, String start) throws IOException {
    var file = file("web.yaml", UNKNOWN_FIELD_APP + "---\n" + VALID_APP);

    assertThat(run("graph", "-f", file, "-o", format)).isEqualTo(1);
    assertThat(out.toString()).startsWith(start).contains("nginx:1.27");
    assertThat(err.toString()).contains(":4:15: spec.main.imagee: error: ");
  }

  @Test
  void graphPrintsNothingWhenAllAppsHaveErrors() throws IOException {
    assertThat(run("graph", "-f", file("web.yaml", UNKNOWN_FIELD_APP))).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void renderIntoAClosedPipeExitsZeroWithoutErrorOutput() throws IOException {
    var closed =
        new Writer() {
          @Override
          public void write(char[] chars, int offset, int length) throws IOException {
            throw new IOException("Broken pipe");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    var line = Cli.createCommandLine().setOut(new PrintWriter(closed)).setErr(new PrintWriter(err));

    assertThat(line.execute("render", "-f", file("web.yaml", VALID_APP))).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "validate --version", "render -V"})
  void versionOptionPrintsTheVersion(String arguments) {
    assertThat(run(arguments.split(" "))).isZero();
    assertThat(out.toString()).matches("patternedapp \\d+\\.\\d+\\.\\d+\\S*\n");
  }

  @ParameterizedTest
  @CsvSource({"--help, validate", "validate --help, --filename", "render -h, --filename"})
  void helpOptionPrintsTheUsage(String arguments, String expected) {
    assertThat(run(arguments.split(" "))).isZero();
    assertThat(out.toString()).startsWith("Usage: patternedapp").contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "validate",
        "render --nonsense",
        "validate -f",
        "graph -f x -o png"
      })
  void invalidCommandLineExitsWithCodeTwo(String arguments) {
    assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).isNotBlank().doesNotContain("\tat ");
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... arguments) {
    return Cli.createCommandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
