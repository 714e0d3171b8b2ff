package io.patternedapp.apiserver.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * A response of the operator's management port.
 *
 * @param status the HTTP status; 0 if the request failed
 */
public record ManagementResponse(int status, String contentType, String body) {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  public static ManagementResponse get(int port, String path) {
    return get(port, path, "*/*");
  }

  public static ManagementResponse get(int port, String path, String accept) {
    var uri = URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    var request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("Accept", accept);
    try {
      var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      var type = response.headers().firstValue("Content-Type").orElse("");
      return new ManagementResponse(response.statusCode(), type, response.body());
    } catch (IOException e) {
      return new ManagementResponse(0, "", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
