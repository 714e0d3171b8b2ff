package io.patternedapp.cli;

import io.fabric8.kubernetes.client.Config;

/**
 * Where the program begins. {@code run} alone, as the image starts it, needs no parser of command
 * lines: loading that takes as long as the first connection to the cluster, since its classes are
 * too old for an AOT cache.
 */
public final class Launcher {

  private Launcher() {}

  /** Runs the program and ends the JVM with its exit code; see {@link Main}. */
  public static void main(String[] args) throws InterruptedException {
    if (args.length == 1 && args[0].equals("run")) {
      var settings = RunSettings.of(System.getenv());
      if (settings.isPresent()) {
        System.exit(
            new OperatorRun(() -> Config.autoConfigure(null), settings.get(), System.err::println)
                .call());
      }
    }
    Main.main(args);
  }
}
