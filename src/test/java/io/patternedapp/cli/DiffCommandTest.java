package io.patternedapp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {

  private static final String APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: %s}
      spec: {main: {image: "nginx:%s"}}
      ---
      """;

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String before;

  @BeforeEach
  void writePreviousManifest() throws IOException {
    before = file("before.yaml", APP.formatted("web", "1") + APP.formatted("shop", "1"));
  }

  @Test
  void diffPrintsTheChangesOfEachApp() throws IOException {
    var after =
        file(
            "after.yaml",
            APP.formatted("web", "2") + APP.formatted("shop", "1") + APP.formatted("new", "1"));

    assertThat(run("diff", "-f", after, "--from", before)).isZero();
    assertThat(out)
        .hasToString(
            """
            web: changed
              ~ Pod/web  update image of main in place on 1 Pod, helpers keep running (spec.main.image changed)
              disruption: restarts container main in 1 Pod
            shop: unchanged
            new: new
              + Pod/new
            """);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void diffWithExitCodeOptionReturnsOneWhenAppsDiffer() throws IOException {
    var after = file("after.yaml", APP.formatted("web", "2"));

    assertThat(run("diff", "-f", after, "--from", before, "--exit-code")).isEqualTo(1);
    assertThat(run("diff", "-f", before, "--from", before, "--exit-code")).isZero();
  }

  @Test
  void diffSkipsAppsWithErrors() throws IOException {
    var after = file("after.yaml", APP.formatted("Web", "2") + APP.formatted("shop", "2"));

    assertThat(run("diff", "-f", after, "--from", before)).isEqualTo(1);
    assertThat(err.toString()).contains("Web");
    assertThat(out.toString()).contains("shop: changed").doesNotContain("Web");
  }

  @Test
  void diffWithMissingFileIsAUsageError() {
    assertThat(run("diff", "-f", before, "--from", folder.resolve("none.yaml").toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("no such file or directory");
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private int run(String... arguments) {
    return Cli.createCommandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
