package io.patternedapp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunCommandTest {

  private static final String VERSION =
      """
      {"major": "1", "minor": "%s", "gitVersion": "v1.%1$s.0"}
      """;

  /** The responses of the server by path. */
  private final Map<String, Answer> responses = new LinkedHashMap<>();

  private HttpServer server;

  private record Answer(int code, String body) {}

  @BeforeEach
  void startServer() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var response =
              responses.getOrDefault(exchange.getRequestURI().getPath(), new Answer(404, "{}"));
          var body = response.body().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(response.code(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void runWithUnknownOptionIsAUsageError() {
    var run = run("--no-such");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Unknown option: '--no-such'", "Usage:");
  }

  @Test
  void runVersionOptionPrintsTheVersion() {
    var run = run("--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).matches("patternedapp \\d+\\.\\d+\\.\\d+\\S*\\R");
  }

  @Test
  void unreachableApiServerIsNamedInTheError() throws Exception {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }

    var run = CommandResult.execute(new RunCommand(() -> config(closed)));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            "Error: Unable to connect to the API server at http://127.0.0.1:%d/: connection refused. Check the kubeconfig (KUBECONFIG) and its current context.\n"
                .formatted(closed));
  }

  @Test
  void unsupportedKubernetesVersionIsRejectedAtStartup() {
    responses.put("/version", new Answer(200, VERSION.formatted("29")));

    assertFailsWithOneLine("Kubernetes 1.29 is too old");
  }

  @Test
  void missingCrdErrorShowsTheInstallCommand() {
    responses.put("/version", new Answer(200, VERSION.formatted("34")));

    assertFailsWithOneLine("kubectl apply -f crds/");
  }

  @Test
  void forbiddenListErrorQuotesTheServerMessage() {
    responses.put("/version", new Answer(200, VERSION.formatted("34")));
    responses.put(
        "/apis/patternedapp.io/v1alpha1/patternedapps",
        new Answer(
            403,
            """
            {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 403,
             "message": "ann cannot list\\nresource patternedapps"}
            """));

    assertFailsWithOneLine(
        "denied the request (Forbidden): ann cannot list resource patternedapps");
  }

  @Test
  void unauthorizedResponseIsReportedAsRejectedCredentials() {
    responses.put("/version", new Answer(401, "{}"));

    assertFailsWithOneLine("rejected the credentials (Unauthorized)");
  }

  @Test
  void occupiedManagementPortIsNamedInTheError() {
    responses.put("/version", new Answer(200, VERSION.formatted("34")));
    responses.put(
        "/apis/patternedapp.io/v1alpha1/patternedapps",
        new Answer(
            200,
            """
            {"kind": "PatternedAppList", "apiVersion": "patternedapp.io/v1alpha1", "items": []}
            """));

    var run = run("--port", String.valueOf(server.getAddress().getPort()));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith(
            "Error: cannot bind port %d for health and metrics"
                .formatted(server.getAddress().getPort()))
        .endsWith("Use --port to choose another port, or 0 to disable it");
  }

  @Test
  void unknownLogLevelOrFormatIsAUsageError() {
    assertThat(run("--log-level", "LOUD").exitCode()).isEqualTo(2);
    assertThat(run("--log-format", "xml").err()).contains("text, json");
  }

  @Test
  void unreadableKubeconfigErrorDoesNotQuoteItsContent() {
    var run =
        CommandResult.execute(
            new RunCommand(
                () -> {
                  throw new IllegalArgumentException("expected ',' in: token: secret");
                }));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).singleElement().asString().contains("Cannot read the kubeconfig");
    assertThat(run.err()).doesNotContain("secret");
  }

  private void assertFailsWithOneLine(String expectedText) {
    var run = run();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("Error: ")
        .contains(expectedText);
    assertThat(run.out()).isEmpty();
  }

  private CommandResult run(String... arguments) {
    return CommandResult.execute(
        new RunCommand(() -> config(server.getAddress().getPort())), arguments);
  }

  private static Config config(int port) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("http://127.0.0.1:" + port + "/")
        .withNamespace("default")
        .build();
  }
}
