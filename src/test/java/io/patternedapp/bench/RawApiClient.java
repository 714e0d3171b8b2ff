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

/** Sends plain HTTP requests to an API server, with little client overhead. */
final class RawApiClient {

  static final String JSON = "application/json";
  static final String APPLY_PATCH = "application/apply-patch+yaml";
  static final String MERGE_PATCH = "application/merge-patch+json";

  private static final int GATEWAY_TIMEOUT = 504;
  private static final int MAX_RETRIES = 5;

  private final SSLContext tls;
  private final HttpClient http;
  private final String server;
  private final String token;

  RawApiClient(Config config, String token) {
    try {
      this.tls = SSLUtils.sslContext(config);
      this.http = HttpClient.newBuilder().sslContext(tls).build();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
    this.server = config.getMasterUrl().replaceFirst("/+$", "");
    this.token = token;
  }

  /** Returns a client that authenticates with the token of the configuration. */
  static RawApiClient withAdminToken(Config config) {
    return new RawApiClient(config, config.getOauthToken());
  }

  String get(String path) {
    return execute(request(path).GET().build());
  }

  String send(String method, String path, String type, String body) {
    return execute(
        request(path)
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** Deletes an object or a collection. Retries if deleting the collection times out. */
  void delete(String path) {
    var request = request(path).DELETE().build();
    var response = exchange(http, request, HttpResponse.BodyHandlers.ofString());
    for (int retry = 0; retry < MAX_RETRIES && response.statusCode() == GATEWAY_TIMEOUT; retry++) {
      response = exchange(http, request, HttpResponse.BodyHandlers.ofString());
    }
    requireSuccess(request, response);
  }

  /** Returns the lines of a watch on a dedicated connection, which the stream closes. */
  Stream<String> watchLines(String path) {
    var dedicatedClient =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls).build();
    return exchange(
            dedicatedClient, request(path).GET().build(), HttpResponse.BodyHandlers.ofLines())
        .body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path))
        .header("Authorization", "Bearer " + token)
        .header("Accept", JSON);
  }

  private String execute(HttpRequest request) {
    var response = exchange(http, request, HttpResponse.BodyHandlers.ofString());
    requireSuccess(request, response);
    return response.body();
  }

  private static void requireSuccess(HttpRequest request, HttpResponse<String> response) {
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(
          "%s %s: %d %s"
              .formatted(request.method(), request.uri(), response.statusCode(), response.body()));
    }
  }

  private static <T> HttpResponse<T> exchange(
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
