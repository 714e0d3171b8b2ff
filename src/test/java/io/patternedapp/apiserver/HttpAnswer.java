package io.patternedapp.apiserver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * What the operator's port answers.
 *
 * @param status the HTTP status; 0 when nothing answers
 */
record HttpAnswer(int status, String contentType, String body) {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  static HttpAnswer get(int port, String path) {
    return get(port, path, "*/*");
  }

  static HttpAnswer get(int port, String path, String accept) {
    var uri = URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    var request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("Accept", accept);
    try {
      var answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      var type = answer.headers().firstValue("Content-Type").orElse("");
      return new HttpAnswer(answer.statusCode(), type, answer.body());
    } catch (IOException e) {
      return new HttpAnswer(0, "", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
