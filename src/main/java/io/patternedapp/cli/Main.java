package io.patternedapp.cli;

import io.fabric8.kubernetes.client.Config;

/**
 * Where the program begins. {@code run} alone, as the image starts it, needs no parser of command
 * lines: loading that takes as long as the first connection to the cluster, since its classes are
 * too old for an AOT cache.
 */
public final class Main {

  private Main() {}

  /** Runs the program and ends the JVM with its exit code; see {@link Cli}. */
  public static void main(String[] args) throws InterruptedException {
    if (args.length == 1 && args[0].equals("run")) {
      var options = RunOptions.fromEnvironment(System.getenv());
      if (options.isPresent()) {
        System.exit(
            new OperatorLauncher(
                    () -> Config.autoConfigure(null), options.get(), System.err::println)
                .execute());
      }
    }
    Cli.main(args);
  }
}
