package io.patternedapp.operator.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ManagementServerTest {

  @AutoClose
  private final ManagementServer server =
      ManagementServer.start(
          0,
          Map.of(
              "/fine",
              accept -> ManagementServer.Response.forFailures(List.of()),
              "/bad",
              accept -> ManagementServer.Response.forFailures(List.of("one", "two")),
              "/fault",
              accept -> {
                throw new IllegalStateException("a fault");
              }));

  @Test
  void failedChecksAreListedWithStatus503() throws Exception {
    assertThat(send("GET", "/fine").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/fine").body()).isEqualTo("ok\n");
    assertThat(send("GET", "/bad").statusCode()).isEqualTo(503);
    assertThat(send("GET", "/bad").body()).isEqualTo("one\ntwo\n");
  }

  @Test
  void unknownPathOrMethodIsRejected() throws Exception {
    assertThat(send("GET", "/").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/fine/more").statusCode()).isEqualTo(404);
    assertThat(send("POST", "/fine").statusCode()).isEqualTo(405);
  }

  @Test
  void handlerExceptionReturns500WithoutBody() throws Exception {
    var response = send("GET", "/fault");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void portInUseIsNamedInTheException() {
    assertThatThrownBy(() -> ManagementServer.start(server.port(), Map.of()))
        .isInstanceOf(PortUnavailableException.class)
        .hasMessageContaining("port " + server.port())
        .hasMessageContaining("--port");
  }

  @Test
  void idleClientsDoNotBlockOtherRequests() throws Exception {
    var idle = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 5; i++) {
        var socket = new Socket("127.0.0.1", server.port());
        socket.getOutputStream().write("GET /fine HT".getBytes(StandardCharsets.US_ASCII));
        idle.add(socket);
      }
      assertThat(send("GET", "/fine").statusCode()).isEqualTo(200);
    } finally {
      for (var socket : idle) {
        socket.close();
      }
    }
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + server.port() + path);
    var request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(30))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
