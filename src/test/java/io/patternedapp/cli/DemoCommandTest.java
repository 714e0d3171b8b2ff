package io.patternedapp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.client.Config;
import io.patternedapp.cli.controlplane.binaries.BinaryLocator;
import io.patternedapp.cli.controlplane.binaries.ControlPlaneMisconfiguredException;
import io.patternedapp.cli.controlplane.binaries.ControlPlaneUnavailableException;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs real servers; the tests are skipped with a reason if no binaries are available. */
@Timeout(300)
class DemoCommandTest {

  private static String unavailableReason;

  @TempDir Path workingDirectory;

  @BeforeAll
  @Timeout(3600)
  static void locate() {
    try {
      BinaryLocator.create(System.getenv(), System.err::println).locate();
    } catch (ControlPlaneMisconfiguredException e) {
      throw e;
    } catch (ControlPlaneUnavailableException e) {
      unavailableReason = e.getMessage();
      System.err.println("SKIPPED: the demo with a real control plane. " + unavailableReason);
    }
  }

  @Test
  void demoShowsThePackagedExamplesAndIgnoresTheUserKubeconfig() throws Exception {
    assumeBinariesAvailable();
    var userKubeconfig =
        Files.writeString(
            workingDirectory.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: users
            contexts: [{name: users, context: {cluster: users, user: users, namespace: users}}]
            clusters: [{name: users, cluster: {server: "https://users.invalid"}}]
            users: [{name: users, user: {token: users}}]
            """);

    var run = runDemoWithKubeconfig(userKubeconfig);

    assertThat(run.out())
        .contains("PatternedApp/init-web  (init-web.yaml)")
        .contains("Service/init-web  NodePort: 80 -> 80, nodePort 30080")
        .containsPattern("ConfigMap/ambassador-haproxy-\\S+ +files: haproxy.cfg \\(gate\\)")
        .containsPattern("NetworkPolicy/ambassador-haproxy +open ports: 8080/TCP")
        .containsPattern("ambassador +gate +native sidecar +haproxy:3.0")
        .containsPattern("adapter +metrics +container +nginx/nginx-prometheus-exporter")
        .contains("The Pods stay Pending")
        .doesNotContain("timeout connect", "users");
    assertThat(run.err()).contains("Applying the examples from the jar");
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void demoShowsEditedExamplesAndContinuesAfterInvalidFiles() throws Exception {
    assumeBinariesAvailable();
    var examples = Files.createDirectory(workingDirectory.resolve("examples"));
    Files.writeString(
        examples.resolve("a-bad.yaml"),
        """
        apiVersion: patternedapp.io/v1alpha1
        kind: PatternedApp
        metadata: {name: bad}
        spec: {maim: {image: "nginx:1.27"}}
        """);
    Files.writeString(examples.resolve("b-broken.yaml"), "kind: [PatternedApp");
    Files.writeString(
        examples.resolve("c-edited.yaml"),
        """
        # A document of comments only is skipped.
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        ---
        apiVersion: patternedapp.io/v1alpha1
        kind: PatternedApp
        metadata: {name: edited, namespace: elsewhere}
        spec:
          workload: {kind: Deployment}
          main: {image: "nginx:1.28"}
          service: {ports: [{port: 80, targetPort: 8080, nodePort: 30123}]}
        """);

    var run = runDemo();

    assertThat(run.out())
        .contains("PatternedApp/bad  (a-bad.yaml)", "- ", "spec.maim")
        .contains("document  (b-broken.yaml)", "not a YAML object")
        .contains("ConfigMap/settings  (c-edited.yaml)")
        .contains("PatternedApp/edited  (c-edited.yaml)")
        .containsPattern("Service/edited +NodePort: 80 -> 8080, nodePort 30123")
        .containsPattern("Deployment/edited +replicas: 1")
        .containsPattern("main +main +container +nginx:1.28")
        .doesNotContain("init-web");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void demoWithKeepOptionRunsUntilEnterIsPressed() throws Exception {
    assumeBinariesAvailable();
    Files.writeString(
        workingDirectory.resolve("web.yaml"),
        """
        apiVersion: patternedapp.io/v1alpha1
        kind: PatternedApp
        metadata: {name: web}
        spec: {main: {image: "nginx:1.27"}}
        """);

    var run = runDemo("--keep", "--examples", workingDirectory.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).containsPattern("kubectl --kubeconfig \\S+ get papp");
  }

  @Test
  void demoWithMissingExamplesDirectoryIsAUsageError() {
    var run = runDemo("--examples", workingDirectory.resolve("absent").toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("absent is not a directory");
  }

  @Test
  void demoWithEmptyExamplesDirectoryIsAUsageError() {
    var run = runDemo("--examples", workingDirectory.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("contains no .yaml file");
  }

  private static void assumeBinariesAvailable() {
    assumeTrue(unavailableReason == null, unavailableReason);
  }

  private CommandResult runDemo(String... arguments) {
    var enter = new ByteArrayInputStream(new byte[] {'\n'});
    return CommandResult.execute(new DemoCommand(workingDirectory, enter), arguments);
  }

  private CommandResult runDemoWithKubeconfig(Path kubeconfig) {
    var before = System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, kubeconfig.toString());
    try {
      return runDemo();
    } finally {
      if (before == null) {
        System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
      } else {
        System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, before);
      }
    }
  }
}
