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
final class FlakyConnection implements AutoCloseable {

  private final ServerSocket door;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int target;
  private int toDrop;

  FlakyConnection(int target, int toDrop) throws IOException {
    this.door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    this.target = target;
    this.toDrop = toDrop;
    threads.execute(this::serve);
  }

  String url() {
    return "http://127.0.0.1:%d/".formatted(door.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    door.close();
    threads.shutdownNow();
  }

  private void serve() {
    try {
      while (true) {
        var in = door.accept();
        if (toDrop-- > 0) {
          in.getInputStream().read();
          in.close();
        } else {
          var out = new Socket(InetAddress.getLoopbackAddress(), target);
          threads.execute(() -> pipe(in, out));
          threads.execute(() -> pipe(out, in));
        }
      }
    } catch (IOException e) {
      if (!door.isClosed()) {
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
