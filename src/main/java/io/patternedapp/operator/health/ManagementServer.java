package io.patternedapp.operator.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patternedapp.operator.concurrent.DaemonThreads;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves GET requests for a fixed set of paths over HTTP. */
public final class ManagementServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);

  private static final int MAX_THREADS = 32;
  private static final int IDLE_SECONDS = 10;

  /**
   * Timeouts in seconds for reading a request and writing a response, so that slow clients do not
   * block the kubelet's probes.
   */
  // Workaround: com.sun.net.httpserver.HttpServer has no timeouts by default, and takes them only
  // from system properties of the JVM (sun.net.httpserver.ServerConfig; prometheus/client_java
  // issue 636 has the same fix); cost without: 32 clients that send nothing block the probes, and
  // the kubelet restarts the container; remove when HttpServer takes timeouts per instance. See
  // docs/adr/0018-management-server-timeouts.md.
  private static final Map<String, String> TIMEOUT_PROPERTIES =
      Map.of("sun.net.httpserver.maxReqTime", "5", "sun.net.httpserver.maxRspTime", "10");

  /**
   * An HTTP response.
   *
   * @param code the HTTP status code
   */
  public record Response(int code, String contentType, String body) {

    private static final String TEXT_PLAIN = "text/plain; charset=utf-8";

    /** Returns 200 without failures, else 503 with a line for each failure. */
    public static Response forFailures(List<String> failures) {
      return failures.isEmpty()
          ? new Response(HttpURLConnection.HTTP_OK, TEXT_PLAIN, "ok\n")
          : new Response(
              HttpURLConnection.HTTP_UNAVAILABLE, TEXT_PLAIN, String.join("\n", failures) + "\n");
    }
  }

  private final HttpServer server;
  private final ExecutorService executor;

  private ManagementServer(HttpServer server, ExecutorService executor) {
    this.server = server;
    this.executor = executor;
  }

  /**
   * Starts a server on all addresses.
   *
   * @param port 0 selects a free port
   * @param handlers by path; each maps the Accept header of a request to a response
   * @throws PortUnavailableException when the port cannot be bound
   */
  public static ManagementServer start(int port, Map<String, Function<String, Response>> handlers) {
    TIMEOUT_PROPERTIES.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(port), 0);
    } catch (IOException e) {
      throw new PortUnavailableException(port, e);
    }
    var executor =
        new ThreadPoolExecutor(
            0,
            MAX_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            DaemonThreads.named("management"));
    server.setExecutor(executor);
    server.createContext("/", exchange -> handle(exchange, handlers));
    server.start();
    var started = new ManagementServer(server, executor);
    LOG.info("Serving health and metrics on port {}", started.port());
    return started;
  }

  /** Returns the port that the server listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private static void handle(
      HttpExchange exchange, Map<String, Function<String, Response>> handlers) throws IOException {
    try {
      var handler = handlers.get(exchange.getRequestURI().getPath());
      if (handler == null) {
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_NOT_FOUND, -1);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_BAD_METHOD, -1);
      } else {
        var accept = exchange.getRequestHeaders().getFirst("Accept");
        send(exchange, handler.apply(accept == null ? "" : accept));
      }
    } catch (RuntimeException e) {
      LOG.error("Failed to serve {}", exchange.getRequestURI().getPath(), e);
      exchange.sendResponseHeaders(HttpURLConnection.HTTP_INTERNAL_ERROR, -1);
    } finally {
      exchange.close();
    }
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    var body = response.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", response.contentType());
    exchange.sendResponseHeaders(response.code(), body.length);
    exchange.getResponseBody().write(body);
  }
}
