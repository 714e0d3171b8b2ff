package io.patternedapp.cli;

import io.patternedapp.operator.leader.LeaderElection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for leader election among several replicas of the operator. */
final class LeaderElectionOptions {

  @Option(
      names = "--leader-election",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "${env:" + RunConfiguration.LEADER_ELECTION + ":-false}",
      paramLabel = "true|false",
      description = {
        "Enable leader election: only the replica that holds the Lease "
            + LeaderElection.LEASE_NAME
            + " reconciles, the others stand by. Environment variable: "
            + RunConfiguration.LEADER_ELECTION
            + ". Default: false."
      })
  private boolean enabled;

  @Option(
      names = "--lease-namespace",
      paramLabel = "NAMESPACE",
      defaultValue = "${env:" + RunConfiguration.LEASE_NAMESPACE + "}",
      description = {
        "Namespace of the leader election Lease. Environment variable: "
            + RunConfiguration.LEASE_NAMESPACE
            + ". Default: the namespace of the ServiceAccount or of the current kubeconfig context."
      })
  private @Nullable String leaseNamespace;

  boolean isEnabled() {
    return enabled;
  }

  @Nullable String leaseNamespace() {
    return leaseNamespace;
  }
}
