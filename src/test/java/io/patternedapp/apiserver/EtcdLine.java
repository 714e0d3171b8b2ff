package io.patternedapp.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line from an API server to etcd that can be held: then nothing passes, and nothing is lost. */
final class EtcdLine implements AutoCloseable {

  private static final int BUFFER = 65_536;

  private final Path etcd;
  private final ServerSocketChannel listener;
  private final Set<SocketChannel> ends = ConcurrentHashMap.newKeySet();
  private boolean held;

  /** To the etcd that serves on that socket. */
  EtcdLine(Path etcd) {
    this.etcd = etcd;
    try {
      listener = ServerSocketChannel.open();
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** For {@code --etcd-servers}. */
  String url() {
    try {
      return "http://127.0.0.1:" + ((InetSocketAddress) listener.getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void hold() {
    held = true;
  }

  synchronized void release() {
    held = false;
    notifyAll();
  }

  @Override
  public void close() {
    release();
    try {
      listener.close();
      for (var end : ends) {
        end.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void start(ConnectionThread.Work work) {
    ConnectionThread.start("etcd-line", work);
  }

  private void accept() throws IOException {
    while (true) {
      var client = listener.accept();
      var server = SocketChannel.open(UnixDomainSocketAddress.of(etcd));
      ends.add(client);
      ends.add(server);
      start(() -> copy(client, server));
      start(() -> copy(server, client));
    }
  }

  private void copy(SocketChannel from, SocketChannel to) throws IOException, InterruptedException {
    var buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (from.read(buffer) >= 0) {
        untilReleased();
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } finally {
      ends.remove(from);
      ends.remove(to);
      from.close();
      to.close();
    }
  }

  private synchronized void untilReleased() throws InterruptedException {
    while (held) {
      wait();
    }
  }
}
