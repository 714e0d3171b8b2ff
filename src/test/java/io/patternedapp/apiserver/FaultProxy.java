package io.patternedapp.apiserver;

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
 * Stands between an operator and the API server: HTTP/1.1 on loopback to the one, TLS to the other.
 * A rule decides what becomes of each request; watches can be held back, frozen, cut and expired.
 */
final class FaultProxy implements AutoCloseable {

  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final Config behind;
  private final URI master;
  private final SSLSocketFactory tls;
  private final ServerSocket listener;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<WatchTunnel> watches = ConcurrentHashMap.newKeySet();
  private final AtomicInteger injected = new AtomicInteger();
  private final AtomicInteger watchesOpened = new AtomicInteger();
  private volatile Function<ApiCall, Fault> rule = call -> Fault.NONE;
  private volatile Predicate<ApiCall> holding = call -> false;
  private volatile Detour detour = new Detour(call -> false, 0);
  private final AtomicInteger detoured = new AtomicInteger();

  /** Which requests go to another port of the same machine. */
  private record Detour(Predicate<ApiCall> which, int port) {}

  /** In front of what that configuration reaches. */
  FaultProxy(Config behind) {
    this.behind = behind;
    this.master = URI.create(behind.getMasterUrl());
    try {
      tls = SSLUtils.sslContext(behind).getSocketFactory();
      listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    inBackground(this::accept);
  }

  /** How a client goes through it. */
  Config config() {
    return new ConfigBuilder(behind)
        .withMasterUrl("http://127.0.0.1:" + listener.getLocalPort() + "/")
        .withHttp2Disable(true)
        .build();
  }

  /** From now on requests, other than open watches, meet with what this says. */
  void rule(Function<ApiCall, Fault> next) {
    rule = next;
  }

  /** From now on those requests go to another API server, on that port. */
  void detour(Predicate<ApiCall> which, int port) {
    detour = new Detour(which, port);
  }

  /** How many requests and watches went to the other API server. */
  int detoured() {
    return detoured.get();
  }

  /** How many requests and watches met with a fault. */
  int injected() {
    return injected.get();
  }

  /** How many watches have been opened so far. */
  int watchesOpened() {
    return watchesOpened.get();
  }

  int openWatches() {
    return watches.size();
  }

  /** Keeps back what those watches tell, also those that are opened later. */
  void hold(Predicate<ApiCall> which) {
    holding = which;
    each(which, WatchTunnel::hold);
  }

  /** Lets all that was kept back through. */
  void release() {
    holding = call -> false;
    watches.forEach(WatchTunnel::release);
  }

  /** Leaves those watches half open: nothing comes, and nothing is closed. */
  void freeze(Predicate<ApiCall> which) {
    each(which, WatchTunnel::freeze);
  }

  void cut(Predicate<ApiCall> which) {
    each(which, WatchTunnel::cut);
  }

  /** Tells those watches that they are too old. */
  void expire(Predicate<ApiCall> which) {
    each(which, WatchTunnel::expire);
  }

  private interface Deed {
    void to(WatchTunnel watch) throws IOException;
  }

  private void each(Predicate<ApiCall> which, Deed deed) {
    for (var watch : watches) {
      if (which.test(watch.call())) {
        injected.incrementAndGet();
        try {
          deed.to(watch);
        } catch (IOException e) {
          watch.cut();
        }
      }
    }
  }

  @Override
  public void close() {
    closing.countDown();
    close(listener);
    release();
    sockets.forEach(FaultProxy::reset);
  }

  private static void inBackground(ConnectionThread.Work work) {
    ConnectionThread.start("fault-proxy", work);
  }

  private void accept() throws IOException {
    while (true) {
      var client = listener.accept();
      sockets.add(client);
      inBackground(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException, InterruptedException {
    var servers = new HashMap<Integer, Socket>();
    try {
      client.setTcpNoDelay(true);
      var in = new BufferedInputStream(client.getInputStream());
      while (true) {
        var head = Head.read(in);
        if (head == null) {
          return;
        }
        var body = in.readNBytes(head.length());
        var call = head.call();
        var fault = rule.apply(call);
        if (!(fault instanceof Fault.None)) {
          injected.incrementAndGet();
        }
        if (fault instanceof Fault.Reset) {
          reset(client);
          return;
        }
        if (fault instanceof Fault.Answer answer) {
          answer(client.getOutputStream(), answer);
          continue;
        }
        if (fault instanceof Fault.Delay delay
            && closing.await(delay.time().toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        var server = server(servers, port(call));
        server.getOutputStream().write(head.bytes());
        server.getOutputStream().write(body);
        server.getOutputStream().flush();
        var answered = Head.read(server.getInputStream());
        if (answered == null) {
          reset(client);
          return;
        }
        if (answered.isSwitch()) {
          tunnel(call, client, server, answered);
          return;
        }
        var out =
            fault instanceof Fault.LoseAnswer
                ? OutputStream.nullOutputStream()
                : client.getOutputStream();
        out.write(answered.bytes());
        answered.copyBody(server.getInputStream(), out);
        out.flush();
        if (fault instanceof Fault.LoseAnswer) {
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

  private int port(ApiCall call) {
    var way = detour;
    if (!way.which().test(call)) {
      return master.getPort();
    }
    detoured.incrementAndGet();
    return way.port();
  }

  private Socket server(Map<Integer, Socket> servers, int port) throws IOException {
    var server = servers.get(port);
    if (server == null) {
      server = tls.createSocket(master.getHost(), port);
      sockets.add(server);
      servers.put(port, server);
    }
    return server;
  }

  private void tunnel(ApiCall call, Socket client, Socket server, Head answered)
      throws IOException, InterruptedException {
    var watch = new WatchTunnel(call, client, server);
    if (holding.test(call)) {
      injected.incrementAndGet();
      watch.hold();
    }
    client.getOutputStream().write(answered.bytes());
    client.getOutputStream().flush();
    watches.add(watch);
    watchesOpened.incrementAndGet();
    inBackground(
        () -> {
          try {
            watch.fromClient();
          } finally {
            server.close();
          }
        });
    try {
      watch.fromServer();
    } finally {
      watches.remove(watch);
    }
  }

  static void close(ServerSocket listener) {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  private static void answer(OutputStream out, Fault.Answer answer) throws IOException {
    var body =
        """
        {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"a fault of the proxy","code":%d}"""
            .formatted(answer.code());
    var retry =
        answer.retryAfterSeconds() == 0
            ? ""
            : "Retry-After: " + answer.retryAfterSeconds() + "\r\n";
    out.write(
        "HTTP/1.1 %d Fault\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(answer.code(), retry, body.length(), body)
            .getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** The head of a request or of an answer. */
  private record Head(byte[] bytes, String firstLine, Map<String, String> fields) {

    /** The next one; null when there is none. */
    static Head read(InputStream in) throws IOException {
      var bytes = new ByteArrayOutputStream();
      int matched = 0;
      while (matched < END_OF_HEAD.length) {
        int next = in.read();
        if (next < 0) {
          return null;
        }
        bytes.write(next);
        matched = next == END_OF_HEAD[matched] ? matched + 1 : next == '\r' ? 1 : 0;
      }
      var lines = List.of(bytes.toString(StandardCharsets.ISO_8859_1).split("\r\n"));
      var fields = new TreeMap<String, String>();
      for (var line : lines.subList(1, lines.size())) {
        int colon = line.indexOf(':');
        fields.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      return new Head(bytes.toByteArray(), lines.get(0), fields);
    }

    ApiCall call() {
      var parts = firstLine.split(" ");
      return ApiCall.of(parts[0], parts[1]);
    }

    int length() {
      return Integer.parseInt(fields.getOrDefault("content-length", "0"));
    }

    boolean isSwitch() {
      return firstLine.contains(" 101 ");
    }

    void copyBody(InputStream in, OutputStream out) throws IOException {
      if (!"chunked".equals(fields.get("transfer-encoding"))) {
        out.write(in.readNBytes(length()));
        return;
      }
      while (true) {
        var size = line(in);
        out.write(size);
        int length = Integer.parseInt(new String(size, StandardCharsets.ISO_8859_1).strip(), 16);
        out.write(in.readNBytes(length + 2));
        if (length == 0) {
          return;
        }
      }
    }

    private static byte[] line(InputStream in) throws IOException {
      var line = new ByteArrayOutputStream();
      int next;
      do {
        next = in.read();
        if (next < 0) {
          throw new IOException("ended in a chunk");
        }
        line.write(next);
      } while (next != '\n');
      return line.toByteArray();
    }
  }
}
