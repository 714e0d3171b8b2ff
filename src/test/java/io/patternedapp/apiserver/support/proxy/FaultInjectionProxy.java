package io.patternedapp.apiserver.support.proxy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;

/**
 * A proxy between an operator (HTTP/1.1 on loopback) and the API server (TLS). A rule selects the
 * fault of each request; watches can be held, frozen, disconnected and expired.
 */
public final class FaultInjectionProxy implements AutoCloseable {

  private static final byte[] HEAD_TERMINATOR = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final Config targetConfig;
  private final URI apiServerUri;
  private final SSLSocketFactory tls;
  private final ServerSocket listener;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<WatchTunnel> openWatches = ConcurrentHashMap.newKeySet();
  private final AtomicInteger injectedFaults = new AtomicInteger();
  private final AtomicInteger openedWatches = new AtomicInteger();
  private volatile Function<ProxiedRequest, Fault> faultRule = call -> Fault.NONE;
  private volatile Predicate<ProxiedRequest> heldWatches = call -> false;
  private volatile Redirect redirect = new Redirect(call -> false, 0);
  private final AtomicInteger redirectedRequests = new AtomicInteger();

  /** The requests that go to another port of the same host. */
  private record Redirect(Predicate<ProxiedRequest> matcher, int port) {}

  /** Starts a proxy for the API server of the client configuration. */
  public FaultInjectionProxy(Config targetConfig) {
    this.targetConfig = targetConfig;
    this.apiServerUri = URI.create(targetConfig.getMasterUrl());
    try {
      tls = SSLUtils.sslContext(targetConfig).getSocketFactory();
      listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    startThread(this::accept);
  }

  /** Returns a client configuration that connects through this proxy. */
  public Config clientConfig() {
    return new ConfigBuilder(targetConfig)
        .withMasterUrl("http://127.0.0.1:" + listener.getLocalPort() + "/")
        .withHttp2Disable(true)
        .build();
  }

  /** Sets the rule for new requests; open watches are not affected. */
  public void setFaultRule(Function<ProxiedRequest, Fault> newRule) {
    faultRule = newRule;
  }

  /** Redirects matching requests to the API server on another port. */
  public void redirect(Predicate<ProxiedRequest> matcher, int port) {
    redirect = new Redirect(matcher, port);
  }

  /** Returns the number of redirected requests and watches. */
  public int redirectedCount() {
    return redirectedRequests.get();
  }

  /** Returns the number of requests and watches with a fault. */
  public int injectedFaultCount() {
    return injectedFaults.get();
  }

  /** Returns the number of watches opened so far. */
  public int openedWatchCount() {
    return openedWatches.get();
  }

  public int openWatchCount() {
    return openWatches.size();
  }

  /** Holds the events of matching watches, including watches that are opened later. */
  public void holdWatches(Predicate<ProxiedRequest> matcher) {
    heldWatches = matcher;
    forEachWatch(matcher, WatchTunnel::hold);
  }

  /** Delivers the held events. */
  public void releaseWatches() {
    heldWatches = call -> false;
    openWatches.forEach(WatchTunnel::release);
  }

  /** Leaves matching watches half open: drops their events without closing the connection. */
  public void freezeWatches(Predicate<ProxiedRequest> matcher) {
    forEachWatch(matcher, WatchTunnel::freeze);
  }

  public void disconnectWatches(Predicate<ProxiedRequest> matcher) {
    forEachWatch(matcher, WatchTunnel::disconnect);
  }

  /** Sends matching watches the error that their resourceVersion is too old. */
  public void expireWatches(Predicate<ProxiedRequest> matcher) {
    forEachWatch(matcher, WatchTunnel::expire);
  }

  private interface WatchAction {
    void applyTo(WatchTunnel watch) throws IOException;
  }

  private void forEachWatch(Predicate<ProxiedRequest> matcher, WatchAction action) {
    for (var watch : openWatches) {
      if (matcher.test(watch.request())) {
        injectedFaults.incrementAndGet();
        try {
          action.applyTo(watch);
        } catch (IOException e) {
          watch.disconnect();
        }
      }
    }
  }

  @Override
  public void close() {
    closing.countDown();
    close(listener);
    releaseWatches();
    sockets.forEach(FaultInjectionProxy::reset);
  }

  private static void startThread(ConnectionThread.Work work) {
    ConnectionThread.start("fault-proxy", work);
  }

  private void accept() throws IOException {
    while (true) {
      var client = listener.accept();
      sockets.add(client);
      startThread(() -> serveConnection(client));
    }
  }

  private void serveConnection(Socket client) throws IOException, InterruptedException {
    var servers = new HashMap<Integer, Socket>();
    try {
      client.setTcpNoDelay(true);
      var in = new BufferedInputStream(client.getInputStream());
      while (true) {
        var head = HttpHead.read(in);
        if (head == null) {
          return;
        }
        var body = in.readNBytes(head.contentLength());
        var call = head.toRequest();
        var fault = faultRule.apply(call);
        if (!(fault instanceof Fault.None)) {
          injectedFaults.incrementAndGet();
        }
        if (fault instanceof Fault.ConnectionReset) {
          reset(client);
          return;
        }
        if (fault instanceof Fault.ErrorResponse errorResponse) {
          writeErrorResponse(client.getOutputStream(), errorResponse);
          continue;
        }
        if (fault instanceof Fault.Delay delay
            && closing.await(delay.duration().toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        var server = connectToServer(servers, selectPort(call));
        server.getOutputStream().write(head.bytes());
        server.getOutputStream().write(body);
        server.getOutputStream().flush();
        var responseHead = HttpHead.read(server.getInputStream());
        if (responseHead == null) {
          reset(client);
          return;
        }
        if (responseHead.isProtocolSwitch()) {
          tunnelWatch(call, client, server, responseHead);
          return;
        }
        var out =
            fault instanceof Fault.ResponseLoss
                ? OutputStream.nullOutputStream()
                : client.getOutputStream();
        out.write(responseHead.bytes());
        responseHead.copyBody(server.getInputStream(), out);
        out.flush();
        if (fault instanceof Fault.ResponseLoss) {
          reset(client);
          return;
        }
      }
    } finally {
      sockets.remove(client);
      client.close();
      for (var server : servers.values()) {
        sockets.remove(server);
        server.close();
      }
    }
  }

  private int selectPort(ProxiedRequest call) {
    var current = redirect;
    if (!current.matcher().test(call)) {
      return apiServerUri.getPort();
    }
    redirectedRequests.incrementAndGet();
    return current.port();
  }

  private Socket connectToServer(Map<Integer, Socket> servers, int port) throws IOException {
    var server = servers.get(port);
    if (server == null) {
      server = tls.createSocket(apiServerUri.getHost(), port);
      sockets.add(server);
      servers.put(port, server);
    }
    return server;
  }

  private void tunnelWatch(ProxiedRequest call, Socket client, Socket server, HttpHead responseHead)
      throws IOException, InterruptedException {
    var watch = new WatchTunnel(call, client, server);
    if (heldWatches.test(call)) {
      injectedFaults.incrementAndGet();
      watch.hold();
    }
    client.getOutputStream().write(responseHead.bytes());
    client.getOutputStream().flush();
    openWatches.add(watch);
    openedWatches.incrementAndGet();
    startThread(
        () -> {
          try {
            watch.copyFromClient();
          } finally {
            server.close();
          }
        });
    try {
      watch.copyFromServer();
    } finally {
      openWatches.remove(watch);
    }
  }

  public static void close(ServerSocket listener) {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // The socket is already closed.
    }
  }

  private static void writeErrorResponse(OutputStream out, Fault.ErrorResponse errorResponse)
      throws IOException {
    var body =
        """
        {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"injected fault","code":%d}"""
            .formatted(errorResponse.code());
    var retry =
        errorResponse.retryAfterSeconds() == 0
            ? ""
            : "Retry-After: " + errorResponse.retryAfterSeconds() + "\r\n";
    out.write(
        "HTTP/1.1 %d Fault\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(errorResponse.code(), retry, body.length(), body)
            .getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** The head of a request or response. */
  private record HttpHead(byte[] bytes, String firstLine, Map<String, String> headers) {

    /** Reads the next head; returns null at the end of the stream. */
    static HttpHead read(InputStream in) throws IOException {
      var bytes = new ByteArrayOutputStream();
      int matched = 0;
      while (matched < HEAD_TERMINATOR.length) {
        int next = in.read();
        if (next < 0) {
          return null;
        }
        bytes.write(next);
        matched = next == HEAD_TERMINATOR[matched] ? matched + 1 : next == '\r' ? 1 : 0;
      }
      var lines = List.of(bytes.toString(StandardCharsets.ISO_8859_1).split("\r\n"));
      var fields = new TreeMap<String, String>();
      for (var line : lines.subList(1, lines.size())) {
        int colon = line.indexOf(':');
        fields.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      return new HttpHead(bytes.toByteArray(), lines.get(0), fields);
    }

    ProxiedRequest toRequest() {
      var parts = firstLine.split(" ");
      return ProxiedRequest.parse(parts[0], parts[1]);
    }

    int contentLength() {
      return Integer.parseInt(headers.getOrDefault("content-length", "0"));
    }

    boolean isProtocolSwitch() {
      return firstLine.contains(" 101 ");
    }

    void copyBody(InputStream in, OutputStream out) throws IOException {
      if (!"chunked".equals(headers.get("transfer-encoding"))) {
        out.write(in.readNBytes(contentLength()));
        return;
      }
      while (true) {
        var size = readLine(in);
        out.write(size);
        int length = Integer.parseInt(new String(size, StandardCharsets.ISO_8859_1).strip(), 16);
        out.write(in.readNBytes(length + 2));
        if (length == 0) {
          return;
        }
      }
    }

    private static byte[] readLine(InputStream in) throws IOException {
      var line = new ByteArrayOutputStream();
      int next;
      do {
        next = in.read();
        if (next < 0) {
          throw new IOException("end of stream in a chunk");
        }
        line.write(next);
      } while (next != '\n');
      return line.toByteArray();
    }
  }
}
