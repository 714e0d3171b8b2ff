package io.patternedapp.cli;

import java.time.Duration;

/**
 * Stops something when the JVM is told to end, or when closed, whichever comes first. A stop that
 * hangs holds up the end of the JVM for some seconds only, and the hook waits for no other thread:
 * one that calls {@code System.exit} meanwhile cannot deadlock with it.
 */
final class StopOnSignal implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(4);

  private final Runnable stop;
  private final Thread hook;

  StopOnSignal(Runnable stop) {
    this.stop = stop;
    this.hook = new Thread(this::stopInTime, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stopInTime() {
    var stopping = new Thread(stop, "stopping");
    stopping.setDaemon(true);
    stopping.start();
    try {
      stopping.join(LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      return;
    }
    stop.run();
  }
}
