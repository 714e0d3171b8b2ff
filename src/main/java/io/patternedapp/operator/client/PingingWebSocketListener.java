package io.patternedapp.operator.client;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Pings the other side of a WebSocket while it is open. When nothing came back for two pings, the
 * wrapped listener is told of an error, as of a connection that broke, and the socket is closed.
 */
final class PingingWebSocketListener implements WebSocket.Listener {

  private final WebSocket.Listener wrapped;
  private final PingScheduler pingScheduler;
  private final AtomicBoolean terminated = new AtomicBoolean();
  private volatile long lastReceivedNanos = System.nanoTime();
  private @Nullable ScheduledFuture<?> pingTask;

  PingingWebSocketListener(WebSocket.Listener wrapped, PingScheduler pingScheduler) {
    this.wrapped = wrapped;
    this.pingScheduler = pingScheduler;
  }

  @Override
  public void onOpen(WebSocket socket) {
    lastReceivedNanos = System.nanoTime();
    synchronized (this) {
      pingTask = pingScheduler.schedule(() -> ping(socket));
    }
    wrapped.onOpen(socket);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    lastReceivedNanos = System.nanoTime();
    return wrapped.onText(socket, data, last);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    lastReceivedNanos = System.nanoTime();
    return wrapped.onBinary(socket, data, last);
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
    lastReceivedNanos = System.nanoTime();
    return wrapped.onPing(socket, message);
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
    lastReceivedNanos = System.nanoTime();
    return wrapped.onPong(socket, message);
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    return markTerminated() ? wrapped.onClose(socket, code, reason) : null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    if (markTerminated()) {
      wrapped.onError(socket, error);
    }
  }

  private void ping(WebSocket socket) {
    var silence = Duration.ofNanos(System.nanoTime() - lastReceivedNanos);
    if (pingScheduler.isTimedOut(silence)) {
      onError(
          socket, new IOException("no answer to a ping for %d s".formatted(silence.toSeconds())));
      socket.abort();
    } else if (!socket.isOutputClosed()) {
      socket.sendPing(ByteBuffer.allocate(0));
    }
  }

  /** Whether this is the first end that is heard of. */
  private boolean markTerminated() {
    cancelPings();
    return terminated.compareAndSet(false, true);
  }

  private synchronized void cancelPings() {
    if (pingTask != null) {
      pingTask.cancel(false);
    }
  }
}
