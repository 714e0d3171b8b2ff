package io.patternedapp.cli;

import io.fabric8.kubernetes.client.Config;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code patternedapp run}: runs the operator until a signal stops it. */
@Command(
    name = "run",
    description = {
      "Run the operator.",
      "Connects to the cluster that it runs in, or to the cluster of the current "
          + "kubeconfig context (KUBECONFIG). SIGTERM or Ctrl-C stops it."
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
public final class RunCommand implements Callable<Integer> {

  private final Supplier<Config> clientConfig;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      split = ",",
      defaultValue = "${env:" + RunConfiguration.NAMESPACES + "}",
      description = {
        "Namespace to watch. Can be repeated. Environment variable: "
            + RunConfiguration.NAMESPACES
            + " (separated by commas). Default: all namespaces."
      })
  private Set<String> namespaces = new LinkedHashSet<>();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "${env:" + RunConfiguration.PORT + ":-" + RunConfiguration.DEFAULT_PORT + "}",
      description = {
        "Port for /livez, /readyz and /metrics; 0 disables them. Environment variable: "
            + RunConfiguration.PORT
            + ". Default: "
            + RunConfiguration.DEFAULT_PORT
            + "."
      })
  private int port;

  @Mixin private LeaderElectionOptions leaderElectionOptions = new LeaderElectionOptions();
  @Mixin private LogOptions logOptions = new LogOptions();

  /** Creates the command for the cluster of the environment. */
  public RunCommand() {
    this(() -> Config.autoConfigure(null));
  }

  RunCommand(Supplier<Config> configuration) {
    this.clientConfig = configuration;
  }

  @Override
  public Integer call() throws InterruptedException {
    var options =
        new RunConfiguration(
            namespaces,
            port,
            leaderElectionOptions.isEnabled(),
            leaderElectionOptions.leaseNamespace(),
            logOptions.format(),
            logOptions.level());
    return new OperatorLauncher(clientConfig, options, spec.commandLine().getErr()::println)
        .execute();
  }
}
