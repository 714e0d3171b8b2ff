package io.patternedapp.cli;

import io.patternedapp.operator.leader.LeaderElection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How several operators agree on the one that works. */
final class LeaderElectionOptions {

  @Option(
      names = "--leader-election",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "${env:" + RunOptions.LEADER_ELECTION + ":-false}",
      paramLabel = "true|false",
      description = {
        "Let one of several operators work and the others stand by, by the Lease "
            + LeaderElection.LEASE_NAME
            + ". Default: the variable PATTERNEDAPP_LEADER_ELECTION, or else false."
      })
  private boolean enabled;

  @Option(
      names = "--lease-namespace",
      paramLabel = "NAMESPACE",
      defaultValue = "${env:" + RunOptions.LEASE_NAMESPACE + "}",
      description = {
        "Where the Lease is. Default: the variable POD_NAMESPACE, or else the namespace of the"
            + " ServiceAccount or of the current context."
      })
  private @Nullable String leaseNamespace;

  boolean isEnabled() {
    return enabled;
  }

  @Nullable String leaseNamespace() {
    return leaseNamespace;
  }
}
