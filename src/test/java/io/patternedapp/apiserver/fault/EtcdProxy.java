package io.patternedapp.apiserver.fault;

import io.patternedapp.apiserver.support.proxy.ConnectionThread;
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

/**
 * A proxy between an API server and etcd that can pause: it then holds all traffic and loses none.
 */
final class EtcdProxy implements AutoCloseable {

  private static final int BUFFER = 65_536;

  private final Path etcdSocket;
  private final ServerSocketChannel listener;
  private final Set<SocketChannel> channels = ConcurrentHashMap.newKeySet();
  private boolean paused;

  /** Creates a proxy to the etcd that listens on the Unix domain socket. */
  EtcdProxy(Path etcdSocket) {
    this.etcdSocket = etcdSocket;
    try {
      listener = ServerSocketChannel.open();
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    startThread(this::accept);
  }

  /** Returns the URL for {@code --etcd-servers}. */
  String url() {
    try {
      return "http://127.0.0.1:" + ((InetSocketAddress) listener.getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void pause() {
    paused = true;
  }

  synchronized void resume() {
    paused = false;
    notifyAll();
  }

  @Override
  public void close() {
    resume();
    try {
      listener.close();
      for (var channel : channels) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void startThread(ConnectionThread.Work work) {
    ConnectionThread.start("etcd-proxy", work);
  }

  private void accept() throws IOException {
    while (true) {
      var client = listener.accept();
      var server = SocketChannel.open(UnixDomainSocketAddress.of(etcdSocket));
      channels.add(client);
      channels.add(server);
      startThread(() -> copy(client, server));
      startThread(() -> copy(server, client));
    }
  }

  private void copy(SocketChannel from, SocketChannel to) throws IOException, InterruptedException {
    var buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (from.read(buffer) >= 0) {
        awaitResumed();
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } finally {
      channels.remove(from);
      channels.remove(to);
      from.close();
      to.close();
    }
  }

  private synchronized void awaitResumed() throws InterruptedException {
    while (paused) {
      wait();
    }
  }
}
