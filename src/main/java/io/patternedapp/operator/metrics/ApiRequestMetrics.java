package io.patternedapp.operator.metrics;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Counts the requests to the API server, including each retry. */
public final class ApiRequestMetrics implements Interceptor {

  private static final String NO_RESPONSE = "none";
  private static final String NAMESPACES = "namespaces";

  private final MeterRegistry registry;

  public ApiRequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.@Nullable Consumer<List<ByteBuffer>> consumer) {
    // Workaround: for a watch that failed, fabric8's StandardHttpClient calls after() more than
    // once, but afterFailure() once; cost without: failed watches are counted twice; remove when
    // after() is called once for each response.
    if (consumer != null
        || HttpResponse.isSuccessful(response.code())
        || isProtocolSwitch(response)) {
      count(request, String.valueOf(response.code()));
    }
  }

  @Override
  public CompletableFuture<Boolean> afterFailure(
      BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
    count(response.request(), String.valueOf(response.code()));
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public CompletableFuture<Boolean> afterFailure(
      HttpRequest.Builder builder, HttpResponse<?> response, RequestTags tags) {
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public void afterConnectionFailure(HttpRequest request, Throwable failure) {
    count(request, NO_RESPONSE);
  }

  private void count(HttpRequest request, String code) {
    Counter.builder("patternedapp.api.requests")
        .description("Requests to the API server")
        .tag("verb", verb(request.method(), request.uri()))
        .tag("code", code)
        .register(registry)
        .increment();
  }

  private static boolean isProtocolSwitch(HttpResponse<?> response) {
    return response.code() == 101;
  }

  /** Returns the verb that RBAC and the audit log use for a request. */
  static String verb(String method, URI uri) {
    return switch (method.toUpperCase(Locale.ROOT)) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> "delete";
      default -> {
        var query = uri.getRawQuery();
        if (query != null && query.contains("watch=true")) {
          yield "watch";
        }
        yield isCollection(uri.getPath()) ? "list" : "get";
      }
    };
  }

  /** Checks whether a path is a collection: /api/v1/pods, /apis/g/v1/namespaces/n/things. */
  private static boolean isCollection(String path) {
    var segments = List.of(path.replaceFirst("^/+", "").split("/"));
    var root = segments.get(0).equals("api") ? 2 : 3;
    if (!segments.get(0).startsWith("api") || segments.size() <= root) {
      return false;
    }
    var rest = segments.subList(root, segments.size());
    var named = rest.get(0).equals(NAMESPACES) && rest.size() > 2;
    return (named ? rest.size() - 2 : rest.size()) == 1;
  }
}
