package io.patternedapp.apiserver.support.proxy;

import java.io.IOException;

/** Starts the threads of a proxy; a thread ends with the connection that it serves. */
public final class ConnectionThread {

  /** The work of the thread until the connection ends. */
  public interface Work {
    void run() throws IOException, InterruptedException;
  }

  private ConnectionThread() {}

  public static void start(String name, Work work) {
    var thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException e) {
                // The client or the server closed the connection.
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
