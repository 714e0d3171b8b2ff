package io.patternedapp.cli;

import io.fabric8.kubernetes.client.Config;
import io.patternedapp.cli.logging.LoggingConfigurer;
import io.patternedapp.cli.logging.TemporaryLogLevel;
import io.patternedapp.cli.process.ShutdownHook;
import io.patternedapp.operator.OperatorRunner;
import io.patternedapp.operator.OperatorSettings;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs the operator until a signal stops it, and prints one line if it cannot run.
 *
 * @param clientConfig supplies the address and credentials of the cluster
 * @param errorPrinter receives the error line
 */
record OperatorLauncher(
    Supplier<Config> clientConfig, RunConfiguration options, Consumer<String> errorPrinter) {

  private static final int EXIT_CODE_FAILURE = 1;

  /** Runs the operator and returns the exit code: 0 after a signal, 1 otherwise. */
  int execute() throws InterruptedException {
    LoggingConfigurer.configure(options.logFormat(), options.logLevel());
    Config config;
    try {
      config = clientConfig.get();
    } catch (RuntimeException e) {
      // The message is dropped: YAML parsers quote the file, which contains credentials.
      return failWith("Cannot read the kubeconfig (KUBECONFIG, or ~/.kube/config)");
    }
    return runUntilStopped(config);
  }

  private int runUntilStopped(Config config) throws InterruptedException {
    try {
      var operator = startOperator(config);
      try (var ignored = ShutdownHook.stoppingWithExitCodeZero(operator::close)) {
        operator.leadershipLost().get();
      }
      return failWith("Lost leader election; exiting");
    } catch (RuntimeException e) {
      return failWith(ClusterErrorMessages.oneLine(e, config.getMasterUrl()).orElseThrow(() -> e));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private OperatorRunner startOperator(Config config) {
    var operatorSettings =
        new OperatorSettings(
            options.watchedNamespaces(),
            options.leaderElectionSettings(config, System.getenv()),
            options.port() == 0 ? null : options.port(),
            VersionProvider.versionNumber());
    try (var ignored = TemporaryLogLevel.muteStartupErrors()) {
      return OperatorRunner.start(config, operatorSettings, Clock.systemUTC());
    }
  }

  private int failWith(String line) {
    errorPrinter.accept("Error: " + line);
    return EXIT_CODE_FAILURE;
  }
}
