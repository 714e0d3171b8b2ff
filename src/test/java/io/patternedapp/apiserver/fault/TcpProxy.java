package io.patternedapp.apiserver.fault;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.patternedapp.apiserver.support.proxy.ConnectionThread;
import io.patternedapp.apiserver.support.proxy.FaultInjectionProxy;
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
final class TcpProxy implements AutoCloseable {

  private final Config targetConfig;
  private final URI apiServerUri;
  private final ServerSocket listener;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger openedConnections = new AtomicInteger();

  TcpProxy(Config behind) {
    this.targetConfig = behind;
    this.apiServerUri = URI.create(behind.getMasterUrl());
    try {
      listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    startThread(this::accept);
  }

  /** How a client goes through it. */
  Config clientConfig() {
    return new ConfigBuilder(targetConfig)
        .withMasterUrl("https://127.0.0.1:" + listener.getLocalPort() + "/")
        .build();
  }

  /** All connections that there are lose everything from now on; new ones do not. */
  int dropAllTraffic() {
    connections.forEach(connection -> connection.dropsTraffic = true);
    return connections.size();
  }

  int openedConnectionCount() {
    return openedConnections.get();
  }

  @Override
  public void close() {
    FaultInjectionProxy.close(listener);
    connections.forEach(Connection::close);
  }

  private void accept() throws IOException {
    while (true) {
      var connection =
          new Connection(
              listener.accept(), new Socket(apiServerUri.getHost(), apiServerUri.getPort()));
      connections.add(connection);
      openedConnections.incrementAndGet();
      startThread(() -> connection.copy(connection.client, connection.server));
      startThread(() -> connection.copy(connection.server, connection.client));
    }
  }

  private static void startThread(ConnectionThread.Work work) {
    ConnectionThread.start("wire-proxy", work);
  }

  private final class Connection {

    private final Socket client;
    private final Socket server;
    private volatile boolean dropsTraffic;

    Connection(Socket client, Socket server) throws IOException {
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
          if (!dropsTraffic) {
            to.getOutputStream().write(buffer, 0, n);
          }
        }
      } finally {
        if (!dropsTraffic) {
          close();
        }
      }
    }

    void close() {
      connections.remove(this);
      FaultInjectionProxy.reset(client);
      FaultInjectionProxy.reset(server);
    }
  }
}
