package io.patternedapp.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.patternedapp.operator.OperatorProcess;
import io.patternedapp.operator.OperatorSettings;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code patternedapp run}: the operator, until a signal ends it. */
@Command(
    name = "run",
    description = {
      "Runs the operator against the cluster that it runs in, or else against the current context"
          + " of the kubeconfig (KUBECONFIG). Ends by SIGTERM or Ctrl-C."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class RunCommand implements Callable<Integer> {

  /** How often and how patiently the first request is tried: a person waits for the answer. */
  private static final int FIRST_RETRIES = 2;

  private static final int FIRST_TIMEOUT_MILLIS = 5_000;

  private final Supplier<Config> configuration;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      split = ",",
      defaultValue = "${env:PATTERNEDAPP_NAMESPACES}",
      description = {
        "Watch this namespace; may be given several times. Default: those in the variable"
            + " PATTERNEDAPP_NAMESPACES, separated by commas, or else all."
      })
  private Set<String> namespaces = new LinkedHashSet<>();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "${env:PATTERNEDAPP_PORT:-8080}",
      description = {
        "Where /livez, /readyz and /metrics are; 0 for nowhere. Default: the variable"
            + " PATTERNEDAPP_PORT, or else 8080."
      })
  private int port;

  @Mixin private ElectionOptions election = new ElectionOptions();
  @Mixin private LogOptions logs = new LogOptions();

  /** Runs against the cluster that the environment names. */
  public RunCommand() {
    this(() -> Config.autoConfigure(null));
  }

  RunCommand(Supplier<Config> configuration) {
    this.configuration = configuration;
  }

  @Override
  public Integer call() throws InterruptedException {
    logs.apply();
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
      checkReachable(config);
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
    var settings =
        new OperatorSettings(
            watched(),
            election.settings(config, System.getenv()),
            port == 0 ? null : port,
            Version.number());
    try (var ignored = LogLevel.whileStarting()) {
      return OperatorProcess.start(config, settings, Clock.systemUTC());
    }
  }

  private int failed(String line) {
    spec.commandLine().getErr().println("Error: " + line);
    return ExitCode.SOFTWARE;
  }

  /**
   * The client's own patience with a server that does not answer is 20 seconds and more. By
   * HTTP/1.1, since over HTTP/2 an API server drops the connection of a user whom it does not know.
   */
  private static void checkReachable(Config config) {
    var impatient =
        new ConfigBuilder(config)
            .withRequestRetryBackoffLimit(FIRST_RETRIES)
            .withConnectionTimeout(FIRST_TIMEOUT_MILLIS)
            .withHttp2Disable(true)
            .withRequestTimeout(FIRST_TIMEOUT_MILLIS)
            .build();
    try (var client = new KubernetesClientBuilder().withConfig(impatient).build()) {
      client.getKubernetesVersion();
    }
  }

  /** An empty variable, or a comma too many, names no namespace. */
  private Set<String> watched() {
    return namespaces.stream()
        .map(String::strip)
        .filter(namespace -> !namespace.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
