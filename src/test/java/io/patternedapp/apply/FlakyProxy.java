package io.patternedapp.apply;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A way to a server on which the first connections break once a request came in. */
final class FlakyProxy implements AutoCloseable {

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int targetPort;
  private int connectionsToDrop;

  FlakyProxy(int targetPort, int connectionsToDrop) throws IOException {
    this.listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    this.targetPort = targetPort;
    this.connectionsToDrop = connectionsToDrop;
    threads.execute(this::serve);
  }

  String url() {
    return "http://127.0.0.1:%d/".formatted(listener.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }

  private void serve() {
    try {
      while (true) {
        var inbound = listener.accept();
        if (connectionsToDrop-- > 0) {
          inbound.getInputStream().read();
          inbound.close();
        } else {
          var outbound = new Socket(InetAddress.getLoopbackAddress(), targetPort);
          threads.execute(() -> pipe(inbound, outbound));
          threads.execute(() -> pipe(outbound, inbound));
        }
      }
    } catch (IOException e) {
      if (!listener.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void pipe(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // One side hung up, which ends the other.
    }
  }
}
