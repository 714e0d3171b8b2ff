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

/** A port that answers GET on a few paths. */
public final class ManagementServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);

  private static final int MAX_THREADS = 32;
  private static final int IDLE_SECONDS = 10;

  /** A client that sends or reads slowly must not keep the kubelet's probes out. */
  private static final Map<String, String> TIMEOUT_PROPERTIES =
      Map.of("sun.net.httpserver.maxReqTime", "5", "sun.net.httpserver.maxRspTime", "10");

  /**
   * What a path answers.
   *
   * @param code the HTTP status
   */
  public record Response(int code, String contentType, String body) {

    private static final String TEXT_PLAIN = "text/plain; charset=utf-8";

    /** Fine, or else what is not. */
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
   * Listens on all addresses.
   *
   * @param port 0 takes any that is free
   * @param handlers what answers, given what the client accepts
   * @throws PortUnavailableException when something else has the port
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
    LOG.info("Health and metrics on port {}", started.port());
    return started;
  }

  /** The port's number. */
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
      LOG.error("{} could not be answered", exchange.getRequestURI().getPath(), e);
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
