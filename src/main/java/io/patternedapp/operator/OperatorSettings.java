package io.patternedapp.operator;

import io.patternedapp.operator.leader.LeaderElectionSettings;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the operator.
 *
 * @param namespaces to watch; empty means all
 * @param leaderElection null for a single process without leader election
 * @param port of the health and metrics endpoints; 0 selects a free port, null disables them
 * @param version of the program, for the metrics
 */
public record OperatorSettings(
    Set<String> namespaces,
    @Nullable LeaderElectionSettings leaderElection,
    @Nullable Integer port,
    String version) {

  /** Returns settings without leader election and endpoints; no namespaces means all. */
  public static OperatorSettings forNamespaces(Set<String> namespaces) {
    return new OperatorSettings(namespaces, null, null, "");
  }
}
