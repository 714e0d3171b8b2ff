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
 * An API server in namespace shop that answers each request as it was told to. Where it was not
 * told anything there is nothing to GET, and a write is answered as if it had been done.
 */
final class FakeApiServer extends Dispatcher implements AutoCloseable {

  /** Held here, since a logger that nobody holds forgets its level. */
  private static final Logger CHATTER = Logger.getLogger(MockWebServer.class.getName());

  private static final String READS_THE_APP = "GET patternedapps";
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

  private final Map<String, Deque<MockResponse>> told = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final KubernetesMockServer server =
      new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), this, false);
  private final KubernetesClient client;
  private int version = 100;

  FakeApiServer() {
    CHATTER.setLevel(Level.WARNING);
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
  FakeApiServer refuses(String request, int code, String words) {
    var status =
        new StatusBuilder()
            .withStatus("Failure")
            .withCode(code)
            .withReason("Reason")
            .withMessage(words)
            .build();
    return answers(request, response(code, Serialization.asJson(status)));
  }

  /** The next such request finds this. */
  FakeApiServer finds(String request, HasMetadata object) {
    return answers(request, response(200, Serialization.asJson(object)));
  }

  /** That object, as in {@code "pods/web"}, is there: it cannot be made, and can be read once. */
  FakeApiServer holds(String target, HasMetadata object) {
    return refuses("PATCH " + target, 409, "the object has been modified")
        .finds("GET " + target, object);
  }

  FakeApiServer answers(String request, MockResponse response) {
    told.computeIfAbsent(request, key -> new ArrayDeque<>()).add(response);
    return this;
  }

  /** All requests so far, each as in {@code "PATCH pods/web"}, but for reading the app itself. */
  List<String> lines() {
    return requests.stream()
        .map(Request::line)
        .filter(line -> !line.equals(READS_THE_APP))
        .toList();
  }

  /** How often the app itself was read. */
  long readsOfTheApp() {
    return requests.stream().filter(request -> request.line().equals(READS_THE_APP)).count();
  }

  /** The last such request. */
  Request last(String line) {
    return requests.stream()
        .filter(request -> request.line().equals(line))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError(line + " is not among " + lines()));
  }

  @Override
  public synchronized MockResponse dispatch(RecordedRequest recorded) {
    var request = request(recorded);
    requests.add(request);
    var answers = told.get(request.line());
    if (answers != null && !answers.isEmpty()) {
      return answers.remove();
    }
    if (request.line().equals(READS_THE_APP)) {
      return response(200, apps(Apps.UID, 3));
    }
    return switch (request.method()) {
      case "PATCH", "POST" ->
          response(200, Serialization.asJson(Kept.of(request.body(), String.valueOf(version++))));
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

  /** A list of the one app, as {@link Apps} makes it. */
  static String apps(String uid, long generation) {
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
