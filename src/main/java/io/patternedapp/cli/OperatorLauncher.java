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
 * Runs the operator until a signal ends it, and says in a line why it does not.
 *
 * @param clientConfig says where the cluster is
 * @param errorPrinter takes that line
 */
record OperatorLauncher(
    Supplier<Config> clientConfig, RunOptions options, Consumer<String> errorPrinter) {

  private static final int EXIT_CODE_FAILURE = 1;

  /** Returns the exit code. */
  int execute() throws InterruptedException {
    LoggingConfigurer.configure(options.logFormat(), options.logLevel());
    Config config;
    try {
      config = clientConfig.get();
    } catch (RuntimeException e) {
      // What a YAML parser says quotes the file, and with it secrets.
      return failWith("The kubeconfig (KUBECONFIG, else ~/.kube/config) cannot be read");
    }
    return runUntilStopped(config);
  }

  private int runUntilStopped(Config config) throws InterruptedException {
    try {
      var operator = startOperator(config);
      try (var ignored = ShutdownHook.stoppingWithExitCodeZero(operator::close)) {
        operator.leadershipLost().get();
      }
      return failWith("Another operator may lead by now, so this one ends");
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
