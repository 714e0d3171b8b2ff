package io.patternedapp.cli;

import java.time.Duration;

/**
 * Stops something when the JVM is told to end, or when closed, whichever comes first. A stop that
 * hangs holds up the end of the JVM for some seconds only, and the hook waits for no other thread:
 * one that calls {@code System.exit} meanwhile cannot deadlock with it.
 */
final class StopOnSignal implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMillis(4_500);

  private final Runnable stop;
  private final Thread hook;

  private StopOnSignal(Runnable stop, Runnable then) {
    this.stop = stop;
    this.hook =
        new Thread(
            () -> {
              if (stopInTime()) {
                then.run();
              }
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  StopOnSignal(Runnable stop) {
    this(stop, () -> {});
  }

  /** The JVM ends with 0 after a signal, not with the signal's number, if all stopped in time. */
  static StopOnSignal endingWell(Runnable stop) {
    return new StopOnSignal(stop, () -> Runtime.getRuntime().halt(0));
  }

  private boolean stopInTime() {
    var stopping = new Thread(stop, "stopping");
    stopping.setDaemon(true);
    stopping.start();
    try {
      stopping.join(LIMIT.toMillis());
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
    stopInTime();
  }
}
