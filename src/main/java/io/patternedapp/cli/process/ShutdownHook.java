package io.patternedapp.cli.process;

import java.time.Duration;

/**
 * Stops something when the JVM is told to end, or when closed, whichever comes first. A stop that
 * hangs holds up the end of the JVM for some seconds only, and the hook waits for no other thread:
 * one that calls {@code System.exit} meanwhile cannot deadlock with it.
 */
public final class ShutdownHook implements AutoCloseable {

  private static final Duration STOP_TIMEOUT = Duration.ofMillis(4_500);

  private final Runnable stop;
  private final Thread hook;

  private ShutdownHook(Runnable stop, Runnable then) {
    this.stop = stop;
    this.hook =
        new Thread(
            () -> {
              if (stopWithinTimeout()) {
                then.run();
              }
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  public ShutdownHook(Runnable stop) {
    this(stop, () -> {});
  }

  /** The JVM ends with 0 after a signal, not with the signal's number, if all stopped in time. */
  public static ShutdownHook stoppingWithExitCodeZero(Runnable stop) {
    return new ShutdownHook(stop, () -> Runtime.getRuntime().halt(0));
  }

  private boolean stopWithinTimeout() {
    var stopping = new Thread(stop, "stopping");
    stopping.setDaemon(true);
    stopping.start();
    try {
      stopping.join(STOP_TIMEOUT.toMillis());
      return !stopping.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      return;
    }
    stopWithinTimeout();
  }
}
