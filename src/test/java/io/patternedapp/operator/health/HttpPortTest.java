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
class HttpPortTest {

  @AutoClose
  private final HttpPort port =
      HttpPort.open(
          0,
          Map.of(
              "/fine",
              accept -> HttpPort.Answer.of(List.of()),
              "/bad",
              accept -> HttpPort.Answer.of(List.of("one", "two")),
              "/fault",
              accept -> {
                throw new IllegalStateException("a fault");
              }));

  @Test
  void tellsWhatIsNotFine() throws Exception {
    assertThat(ask("GET", "/fine").statusCode()).isEqualTo(200);
    assertThat(ask("GET", "/fine").body()).isEqualTo("ok\n");
    assertThat(ask("GET", "/bad").statusCode()).isEqualTo(503);
    assertThat(ask("GET", "/bad").body()).isEqualTo("one\ntwo\n");
  }

  @Test
  void answersNothingElse() throws Exception {
    assertThat(ask("GET", "/").statusCode()).isEqualTo(404);
    assertThat(ask("GET", "/fine/more").statusCode()).isEqualTo(404);
    assertThat(ask("POST", "/fine").statusCode()).isEqualTo(405);
  }

  @Test
  void aFaultIsAnswered() throws Exception {
    var answer = ask("GET", "/fault");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    assertThatThrownBy(() -> HttpPort.open(port.number(), Map.of()))
        .isInstanceOf(PortUnavailableException.class)
        .hasMessageContaining("port " + port.number())
        .hasMessageContaining("--port");
  }

  @Test
  void clientsThatSendNothingDoNotKeepOthersOut() throws Exception {
    var idle = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 5; i++) {
        var socket = new Socket("127.0.0.1", port.number());
        socket.getOutputStream().write("GET /fine HT".getBytes(StandardCharsets.US_ASCII));
        idle.add(socket);
      }
      assertThat(ask("GET", "/fine").statusCode()).isEqualTo(200);
    } finally {
      for (var socket : idle) {
        socket.close();
      }
    }
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + port.number() + path);
    var request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(30))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
