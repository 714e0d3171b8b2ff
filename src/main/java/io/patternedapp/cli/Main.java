package io.patternedapp.cli;

import io.fabric8.kubernetes.client.Config;

/**
 * The entry point of the program. Bypasses picocli for {@code run} without options, which is how
 * the image starts the operator: loading picocli takes as long as the first connection to the
 * cluster, because its class files are too old for an AOT cache.
 */
public final class Main {

  private Main() {}

  /** Executes the command line and exits the JVM with the exit code of {@link Cli}. */
  public static void main(String[] args) throws InterruptedException {
    if (args.length == 1 && args[0].equals("run")) {
      var options = RunConfiguration.fromEnvironment(System.getenv());
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
