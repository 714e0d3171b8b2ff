package io.patternedapp.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.patternedapp.fixtures.LiveObjects;
import io.patternedapp.fixtures.TestApps;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An API server in namespace shop with prepared responses. Without one, a GET finds nothing, and a
 * write succeeds.
 */
final class FakeApiServer extends Dispatcher implements AutoCloseable {

  /** A strong reference: a logger without one is collected and loses its level. */
  private static final Logger SERVER_LOGGER = Logger.getLogger(MockWebServer.class.getName());

  private static final String APP_READ = "GET patternedapps";
  private static final int RETRIES = 3;
  private static final int RETRY_MILLIS = 5;

  /** A request: its method, the plural and name, the query, and the body (null when empty). */
  record Request(String method, String target, String query, JsonNode body) {

    String line() {
      return method + " " + target;
    }

    JsonNode meta() {
      return body.path("metadata");
    }
  }

  private final Map<String, Deque<MockResponse>> scriptedResponses = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final KubernetesMockServer server =
      new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), this, false);
  private final KubernetesClient client;
  private int version = 100;

  FakeApiServer() {
    SERVER_LOGGER.setLevel(Level.WARNING);
    server.init();
    client = clientAt(server.url("/"));
  }

  int port() {
    return server.getPort();
  }

  KubernetesClient client() {
    return client;
  }

  /** A client with quick retries. */
  static KubernetesClient clientAt(String url) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.empty())
                .withMasterUrl(url)
                .withNamespace("shop")
                .withHttp2Disable(true)
                .withRequestRetryBackoffLimit(RETRIES)
                .withRequestRetryBackoffInterval(RETRY_MILLIS)
                .build())
        .build();
  }

  /** The next such request, as in {@code "PATCH pods/web"}, is refused. */
  FakeApiServer rejectNext(String request, int code, String message) {
    var status =
        new StatusBuilder()
            .withStatus("Failure")
            .withCode(code)
            .withReason("Reason")
            .withMessage(message)
            .build();
    return respondNext(request, response(code, Serialization.asJson(status)));
  }

  /** The next such request finds this. */
  FakeApiServer returnNext(String request, HasMetadata object) {
    return respondNext(request, response(200, Serialization.asJson(object)));
  }

  /**
   * Prepares an existing object, such as {@code "pods/web"}: its creation fails, and one GET finds
   * it.
   */
  FakeApiServer addExisting(String target, HasMetadata object) {
    return rejectNext("PATCH " + target, 409, "the object has been modified")
        .returnNext("GET " + target, object);
  }

  FakeApiServer respondNext(String request, MockResponse response) {
    scriptedResponses.computeIfAbsent(request, key -> new ArrayDeque<>()).add(response);
    return this;
  }

  /** All requests so far, each as in {@code "PATCH pods/web"}, but for reading the app itself. */
  List<String> requestLines() {
    return requests.stream().map(Request::line).filter(line -> !line.equals(APP_READ)).toList();
  }

  /** How often the app itself was read. */
  long appReadCount() {
    return requests.stream().filter(request -> request.line().equals(APP_READ)).count();
  }

  /** The last such request. */
  Request lastRequest(String line) {
    return requests.stream()
        .filter(request -> request.line().equals(line))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError(line + " is not among " + requestLines()));
  }

  @Override
  public synchronized MockResponse dispatch(RecordedRequest recorded) {
    var request = request(recorded);
    requests.add(request);
    var responses = scriptedResponses.get(request.line());
    if (responses != null && !responses.isEmpty()) {
      return responses.remove();
    }
    if (request.line().equals(APP_READ)) {
      return response(200, appListJson(TestApps.UID, 3));
    }
    return switch (request.method()) {
      case "PATCH", "POST" ->
          response(
              200,
              Serialization.asJson(
                  LiveObjects.asStored(request.body(), String.valueOf(version++))));
      case "DELETE" ->
          response(200, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\"}");
      default ->
          response(
              404,
              Serialization.asJson(
                  new StatusBuilder().withCode(404).withMessage("not found").build()));
    };
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }

  /** A list of the one app, as {@link TestApps} makes it. */
  static String appListJson(String uid, long generation) {
    return """
        {"apiVersion": "patternedapp.io/v1alpha1", "kind": "PatternedAppList", "metadata": {},
         "items": [{"apiVersion": "patternedapp.io/v1alpha1", "kind": "PatternedApp",
           "metadata": {"name": "web", "namespace": "shop", "uid": "%s", "generation": %d}}]}"""
        .formatted(uid, generation);
  }

  static MockResponse response(int code, String body) {
    return new MockResponse()
        .setResponseCode(code)
        .setHeader("Content-Type", "application/json")
        .setBody(body);
  }

  private static Request request(RecordedRequest recorded) {
    var parts = recorded.getPath().split("\\?", 2);
    var body = recorded.getUtf8Body();
    return new Request(
        recorded.getMethod(),
        parts[0].replaceFirst(".*/namespaces/shop/", ""),
        parts.length == 1 ? "" : parts[1],
        body.isEmpty()
            ? JsonNodeFactory.instance.nullNode()
            : Serialization.unmarshal(body, JsonNode.class));
  }
}
