package io.patternedapp.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes the bytes between an operator and the API server on, whatever they say: TLS and HTTP/2 are
 * as without it. Its connections can lose everything from some moment on, as where a node between
 * both went away without a word.
 */
final class WireProxy implements AutoCloseable {

  private final Config behind;
  private final URI master;
  private final ServerSocket listener;
  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private final AtomicInteger opened = new AtomicInteger();

  WireProxy(Config behind) {
    this.behind = behind;
    this.master = URI.create(behind.getMasterUrl());
    try {
      listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** How a client goes through it. */
  Config config() {
    return new ConfigBuilder(behind)
        .withMasterUrl("https://127.0.0.1:" + listener.getLocalPort() + "/")
        .build();
  }

  /** All connections that there are lose everything from now on; new ones do not. */
  int loseAll() {
    wires.forEach(wire -> wire.lost = true);
    return wires.size();
  }

  int opened() {
    return opened.get();
  }

  @Override
  public void close() {
    FaultProxy.close(listener);
    wires.forEach(Wire::close);
  }

  private void accept() throws IOException {
    while (true) {
      var wire = new Wire(listener.accept(), new Socket(master.getHost(), master.getPort()));
      wires.add(wire);
      opened.incrementAndGet();
      start(() -> wire.copy(wire.client, wire.server));
      start(() -> wire.copy(wire.server, wire.client));
    }
  }

  private static void start(ConnectionThread.Work work) {
    ConnectionThread.start("wire-proxy", work);
  }

  private final class Wire {

    private final Socket client;
    private final Socket server;
    private volatile boolean lost;

    Wire(Socket client, Socket server) throws IOException {
      this.client = client;
      this.server = server;
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    }

    void copy(Socket from, Socket to) throws IOException {
      var buffer = new byte[16_384];
      try {
        for (int n = from.getInputStream().read(buffer);
            n >= 0;
            n = from.getInputStream().read(buffer)) {
          if (!lost) {
            to.getOutputStream().write(buffer, 0, n);
          }
        }
      } finally {
        if (!lost) {
          close();
        }
      }
    }

    void close() {
      wires.remove(this);
      FaultProxy.reset(client);
      FaultProxy.reset(server);
    }
  }
}
