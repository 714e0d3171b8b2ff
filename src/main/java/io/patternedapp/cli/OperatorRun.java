package io.patternedapp.cli;

import io.fabric8.kubernetes.client.Config;
import io.patternedapp.operator.OperatorProcess;
import io.patternedapp.operator.OperatorSettings;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs the operator until a signal ends it, and says in a line why it does not.
 *
 * @param configuration says where the cluster is
 * @param error takes that line
 */
record OperatorRun(Supplier<Config> configuration, RunSettings settings, Consumer<String> error) {

  private static final int FAILED = 1;

  /** Returns the exit code. */
  int call() throws InterruptedException {
    Logs.configure(settings.logFormat(), settings.logLevel());
    Config config;
    try {
      config = configuration.get();
    } catch (RuntimeException e) {
      // What a YAML parser says quotes the file, and with it secrets.
      return failed("The kubeconfig (KUBECONFIG, else ~/.kube/config) cannot be read");
    }
    return run(config);
  }

  private int run(Config config) throws InterruptedException {
    try {
      var operator = start(config);
      try (var ignored = StopOnSignal.endingWell(operator::close)) {
        operator.lost().get();
      }
      return failed("Another operator may lead by now, so this one ends");
    } catch (RuntimeException e) {
      return failed(ClusterErrors.line(e, config.getMasterUrl()).orElseThrow(() -> e));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private OperatorProcess start(Config config) {
    var operator =
        new OperatorSettings(
            settings.watched(),
            settings.electionSettings(config, System.getenv()),
            settings.port() == 0 ? null : settings.port(),
            Version.number());
    try (var ignored = LogLevel.whileStarting()) {
      return OperatorProcess.start(config, operator, Clock.systemUTC());
    }
  }

  private int failed(String line) {
    error.accept("Error: " + line);
    return FAILED;
  }
}
