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
 * A TCP proxy between an operator and the API server, transparent for TLS and HTTP/2. It can drop
 * all traffic of its connections without closing them, as when a node on the path fails.
 */
final class TcpProxy implements AutoCloseable {

  private final Config targetConfig;
  private final URI apiServerUri;
  private final ServerSocket listener;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger openedConnections = new AtomicInteger();

  TcpProxy(Config targetConfig) {
    this.targetConfig = targetConfig;
    this.apiServerUri = URI.create(targetConfig.getMasterUrl());
    try {
      listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    startThread(this::accept);
  }

  /** Returns a client configuration that connects through this proxy. */
  Config clientConfig() {
    return new ConfigBuilder(targetConfig)
        .withMasterUrl("https://127.0.0.1:" + listener.getLocalPort() + "/")
        .build();
  }

  /**
   * Drops all traffic of the current connections, not of new connections; returns the number of
   * connections.
   */
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
    ConnectionThread.start("tcp-proxy", work);
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
