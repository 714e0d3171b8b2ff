package io.patternedapp.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends requests to a web server from two clients, each every 10 ms, until it is closed. One client
 * uses a persistent connection, the other a new connection for each request.
 */
final class HttpLoadGenerator implements AutoCloseable {

  private static final int INTERVAL_MILLIS = 10;
  private static final int TIMEOUT_MILLIS = 3_000;
  private static final int SHUTDOWN_SECONDS = 10;

  private final String host;
  private final int port;
  private final HttpClient keepAliveClient =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMillis(TIMEOUT_MILLIS))
          .build();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicInteger sentCount = new AtomicInteger();
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);

  HttpLoadGenerator(String host, int port) {
    this.host = host;
    this.port = port;
    schedule(this::requestOverKeptConnection, "kept");
    schedule(this::requestOverNewConnection, "new");
  }

  /** Returns the number of requests sent so far. */
  int sentCount() {
    return sentCount.get();
  }

  /** Returns the requests without a response of 200, with the reasons. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface StatusRequest {
    int status() throws IOException, InterruptedException;
  }

  private void schedule(StatusRequest request, String connection) {
    executor.scheduleAtFixedRate(
        () -> {
          var number = sentCount.incrementAndGet();
          try {
            var status = request.status();
            if (status != 200) {
              failures.add("request %d (%s connection): %d".formatted(number, connection, status));
            }
          } catch (IOException e) {
            failures.add("request %d (%s connection): %s".formatted(number, connection, e));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        0,
        INTERVAL_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  private int requestOverKeptConnection() throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://%s:%d/".formatted(host, port)))
            .timeout(Duration.ofMillis(TIMEOUT_MILLIS))
            .build();
    return keepAliveClient.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  private int requestOverNewConnection() throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      var request = "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var statusLine =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      if (statusLine == null) {
        throw new IOException("connection closed without a response");
      }
      return Integer.parseInt(statusLine.split(" ")[1]);
    }
  }
}
