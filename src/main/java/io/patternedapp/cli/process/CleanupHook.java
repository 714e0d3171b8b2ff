package io.patternedapp.cli.process;

/** Something to do if the JVM ends before this is closed, by a signal for one. */
public final class CleanupHook implements AutoCloseable {

  private final Thread hook;

  public CleanupHook(String name, Runnable action) {
    hook = new Thread(action, name);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs already, and its action bears to run along with an orderly end.
    }
  }
}
