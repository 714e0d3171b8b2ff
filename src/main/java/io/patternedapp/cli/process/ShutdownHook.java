package io.patternedapp.cli.process;

import java.time.Duration;

/** A shutdown hook of the JVM that is deregistered when this is closed. */
public final class ShutdownHook implements AutoCloseable {

  private static final Duration STOP_TIMEOUT = Duration.ofMillis(4_500);

  private final Thread hook;
  private final Runnable onClose;

  private ShutdownHook(String name, Runnable onShutdown, Runnable onClose) {
    this.hook = new Thread(onShutdown, name);
    this.onClose = onClose;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Registers an action for an early end of the JVM, such as by a signal. Closing only deregisters
   * it.
   *
   * @param name the name of the thread
   * @param action must tolerate running concurrently with the orderly shutdown
   */
  public static ShutdownHook register(String name, Runnable action) {
    return new ShutdownHook(name, action, () -> {});
  }

  /**
   * Runs the stop when the JVM shuts down or when this is closed, whichever comes first. A stop
   * that hangs delays either by at most 4.5 s. The hook waits for no other thread, so a thread that
   * calls {@code System.exit} meanwhile cannot deadlock with it.
   */
  public static ShutdownHook stopping(Runnable stop) {
    return new ShutdownHook("stop", () -> runWithTimeout(stop), () -> runWithTimeout(stop));
  }

  /**
   * Like {@link #stopping}, but after a signal the JVM exits with code 0 instead of the signal's
   * number if the stop finishes in time.
   */
  public static ShutdownHook stoppingWithExitCodeZero(Runnable stop) {
    return new ShutdownHook(
        "stop",
        () -> {
          if (runWithTimeout(stop)) {
            Runtime.getRuntime().halt(0);
          }
        },
        () -> runWithTimeout(stop));
  }

  private static boolean runWithTimeout(Runnable stop) {
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

  /** Deregisters the hook; does nothing if the JVM is already shutting down. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      return;
    }
    onClose.run();
  }
}
