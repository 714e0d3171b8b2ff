package io.patternedapp.operator;

import io.patternedapp.operator.leader.LeaderElectionSettings;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the operator runs.
 *
 * @param namespaces those to watch; empty means all
 * @param leaderElection how several processes agree on the one that works; null where there is only
 *     one
 * @param port where health and metrics are; 0 takes one that is free, null opens none
 * @param version of the program, for the metrics
 */
public record OperatorSettings(
    Set<String> namespaces,
    @Nullable LeaderElectionSettings leaderElection,
    @Nullable Integer port,
    String version) {

  /** A single process without a port, watching these namespaces; all when empty. */
  public static OperatorSettings forNamespaces(Set<String> namespaces) {
    return new OperatorSettings(namespaces, null, null, "");
  }
}
