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

  /** What the server answers by path: a code and a body. */
  private final Map<String, Answer> answers = new LinkedHashMap<>();

  private HttpServer server;

  private record Answer(int code, String body) {}

  @BeforeEach
  void startServer() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var answer =
              answers.getOrDefault(exchange.getRequestURI().getPath(), new Answer(404, "{}"));
          var body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(answer.code(), body.length);
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
  void aWrongOptionIsAnErrorOfUse() {
    var run = run("--no-such");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Unknown option: '--no-such'", "Usage:");
  }

  @Test
  void saysItsVersion() {
    var run = run("--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).matches("patternedapp \\d+\\.\\d+\\.\\d+\\S*\\R");
  }

  @Test
  void aServerThatDoesNotAnswerIsNamed() throws Exception {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }

    var run = CommandRun.of(new RunCommand(() -> config(closed)));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            "Error: No cluster answers at http://127.0.0.1:%d/ (connection refused): check the kubeconfig (KUBECONFIG) and its current context\n"
                .formatted(closed));
  }

  @Test
  void aServerThatIsTooOldIsRefused() {
    answers.put("/version", new Answer(200, VERSION.formatted("29")));

    assertThatItFailsWithOneLine("Kubernetes 1.29 is too old");
  }

  @Test
  void withoutTheCrdItSaysHowToInstallIt() {
    answers.put("/version", new Answer(200, VERSION.formatted("34")));

    assertThatItFailsWithOneLine("kubectl apply -f crds/");
  }

  @Test
  void whatIsForbiddenIsSaidInTheServersWords() {
    answers.put("/version", new Answer(200, VERSION.formatted("34")));
    answers.put(
        "/apis/patternedapp.io/v1alpha1/patternedapps",
        new Answer(
            403,
            """
            {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 403,
             "message": "ann cannot list\\nresource patternedapps"}
            """));

    assertThatItFailsWithOneLine("forbids it: ann cannot list resource patternedapps");
  }

  @Test
  void anUnknownUserIsToldToCheckTheKubeconfig() {
    answers.put("/version", new Answer(401, "{}"));

    assertThatItFailsWithOneLine("does not know this user");
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    answers.put("/version", new Answer(200, VERSION.formatted("34")));
    answers.put(
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
        .startsWith("Error: port " + server.getAddress().getPort() + " cannot be had")
        .endsWith("--port takes another one, 0 none");
  }

  @Test
  void aLogThatThereIsNotIsAnErrorOfUse() {
    assertThat(run("--log-level", "LOUD").exitCode()).isEqualTo(2);
    assertThat(run("--log-format", "xml").err()).contains("text, json");
  }

  @Test
  void aKubeconfigThatCannotBeReadIsNotQuoted() {
    var run =
        CommandRun.of(
            new RunCommand(
                () -> {
                  throw new IllegalArgumentException("expected ',' in: token: secret");
                }));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).singleElement().asString().contains("cannot be read");
    assertThat(run.err()).doesNotContain("secret");
  }

  private void assertThatItFailsWithOneLine(String words) {
    var run = run();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).singleElement().asString().startsWith("Error: ").contains(words);
    assertThat(run.out()).isEmpty();
  }

  private CommandRun run(String... arguments) {
    return CommandRun.of(new RunCommand(() -> config(server.getAddress().getPort())), arguments);
  }

  private static Config config(int port) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("http://127.0.0.1:" + port + "/")
        .withNamespace("default")
        .build();
  }
}
