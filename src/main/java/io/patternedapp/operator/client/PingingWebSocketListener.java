package io.patternedapp.operator.client;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pings the peer while the WebSocket is open. When the peer is silent for two ping intervals, the
 * listener reports an error to the wrapped listener, as for a broken connection, and closes the
 * socket.
 */
final class PingingWebSocketListener implements WebSocket.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(PingingWebSocketListener.class);

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
      LOG.debug("Closing a watch: no response to pings for {} s", silence.toSeconds());
      onError(
          socket, new IOException("no response to pings for %d s".formatted(silence.toSeconds())));
      socket.abort();
    } else if (!socket.isOutputClosed()) {
      socket.sendPing(ByteBuffer.allocate(0));
    }
  }

  /** Stops the pings; returns whether this is the first notification of the socket's end. */
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
