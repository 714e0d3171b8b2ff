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

/** {@code patternedapp run}: the operator, until a signal ends it. */
@Command(
    name = "run",
    description = {
      "Runs the operator against the cluster that it runs in, or else against the current context"
          + " of the kubeconfig (KUBECONFIG). Ends by SIGTERM or Ctrl-C."
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
      defaultValue = "${env:" + RunOptions.NAMESPACES + "}",
      description = {
        "Watch this namespace; may be given several times. Default: those in the variable"
            + " PATTERNEDAPP_NAMESPACES, separated by commas, or else all."
      })
  private Set<String> namespaces = new LinkedHashSet<>();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "${env:" + RunOptions.PORT + ":-" + RunOptions.DEFAULT_PORT + "}",
      description = {
        "Where /livez, /readyz and /metrics are; 0 for nowhere. Default: the variable"
            + " PATTERNEDAPP_PORT, or else 8080."
      })
  private int port;

  @Mixin private LeaderElectionOptions leaderElectionOptions = new LeaderElectionOptions();
  @Mixin private LogOptions logOptions = new LogOptions();

  /** Runs against the cluster that the environment names. */
  public RunCommand() {
    this(() -> Config.autoConfigure(null));
  }

  RunCommand(Supplier<Config> configuration) {
    this.clientConfig = configuration;
  }

  @Override
  public Integer call() throws InterruptedException {
    var options =
        new RunOptions(
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
