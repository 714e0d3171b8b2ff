package io.patternedapp.bench;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** Plain requests to an API server, with as little in between as can be. */
final class Api {

  static final String JSON = "application/json";
  static final String APPLY = "application/apply-patch+yaml";
  static final String MERGE = "application/merge-patch+json";

  private static final int TIMED_OUT = 504;
  private static final int PATIENT = 5;

  private final SSLContext tls;
  private final HttpClient http;
  private final String server;
  private final String token;

  Api(Config config, String token) {
    try {
      this.tls = SSLUtils.sslContext(config);
      this.http = HttpClient.newBuilder().sslContext(tls).build();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
    this.server = config.getMasterUrl().replaceFirst("/+$", "");
    this.token = token;
  }

  /** The same server as somebody else. */
  static Api of(Config config) {
    return new Api(config, config.getOauthToken());
  }

  String get(String path) {
    return answer(request(path).GET().build());
  }

  String send(String method, String path, String type, String body) {
    return answer(
        request(path)
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** Deletes one or all; asks again where all are too many for one request. */
  void delete(String path) {
    var request = request(path).DELETE().build();
    var answer = sent(http, request, HttpResponse.BodyHandlers.ofString());
    for (int again = 0; again < PATIENT && answer.statusCode() == TIMED_OUT; again++) {
      answer = sent(http, request, HttpResponse.BodyHandlers.ofString());
    }
    require(request, answer);
  }

  /** The lines of a watch, by a connection of its own, which ends with the stream. */
  Stream<String> lines(String path) {
    var alone =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls).build();
    return sent(alone, request(path).GET().build(), HttpResponse.BodyHandlers.ofLines()).body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path))
        .header("Authorization", "Bearer " + token)
        .header("Accept", JSON);
  }

  private String answer(HttpRequest request) {
    var answer = sent(http, request, HttpResponse.BodyHandlers.ofString());
    require(request, answer);
    return answer.body();
  }

  private static void require(HttpRequest request, HttpResponse<String> answer) {
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(
          "%s %s: %d %s"
              .formatted(request.method(), request.uri(), answer.statusCode(), answer.body()));
    }
  }

  private static <T> HttpResponse<T> sent(
      HttpClient http, HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
