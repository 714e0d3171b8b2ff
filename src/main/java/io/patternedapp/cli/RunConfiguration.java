package io.patternedapp.cli;

import io.fabric8.kubernetes.client.Config;
import io.patternedapp.cli.logging.LoggingConfigurer;
import io.patternedapp.operator.leader.LeaderElectionSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * The configuration of {@code run}, from options or environment variables.
 *
 * @param namespaces the namespaces to watch; empty for all
 * @param port the port for health checks and metrics; 0 disables them
 * @param leaderElection whether leader election is enabled
 * @param leaseNamespace the namespace of the Lease; null or blank for the operator's own namespace
 */
record RunConfiguration(
    Set<String> namespaces,
    int port,
    boolean leaderElection,
    @Nullable String leaseNamespace,
    LoggingConfigurer.LogFormat logFormat,
    Level logLevel) {

  static final String NAMESPACES = "PATTERNEDAPP_NAMESPACES";
  static final String PORT = "PATTERNEDAPP_PORT";
  static final String DEFAULT_PORT = "8080";
  static final String LEADER_ELECTION = "PATTERNEDAPP_LEADER_ELECTION";
  static final String LEASE_NAMESPACE = "POD_NAMESPACE";
  static final String LOG_FORMAT = "PATTERNEDAPP_LOG_FORMAT";
  static final String DEFAULT_LOG_FORMAT = "text";
  static final String LOG_LEVEL = "PATTERNEDAPP_LOG_LEVEL";
  static final String DEFAULT_LOG_LEVEL = "INFO";

  /**
   * Reads the options from environment variables; empty if a value is invalid, so that picocli
   * parses and reports it.
   */
  static Optional<RunConfiguration> fromEnvironment(Map<String, String> environment) {
    try {
      return Optional.of(
          new RunConfiguration(
              new LinkedHashSet<>(
                  Arrays.asList(environment.getOrDefault(NAMESPACES, "").split(","))),
              Integer.parseInt(environment.getOrDefault(PORT, DEFAULT_PORT)),
              parseBoolean(environment.getOrDefault(LEADER_ELECTION, "false")),
              environment.get(LEASE_NAMESPACE),
              LoggingConfigurer.LogFormat.valueOf(
                  environment.getOrDefault(LOG_FORMAT, DEFAULT_LOG_FORMAT)),
              Level.valueOf(environment.getOrDefault(LOG_LEVEL, DEFAULT_LOG_LEVEL))));
    } catch (IllegalArgumentException invalid) {
      return Optional.empty();
    }
  }

  /** Returns the namespaces without the blank names of an empty variable or a trailing comma. */
  Set<String> watchedNamespaces() {
    var result = new LinkedHashSet<String>();
    namespaces.stream().map(String::strip).filter(name -> !name.isEmpty()).forEach(result::add);
    return result;
  }

  /** Returns the settings for leader election; null if it is disabled. */
  @Nullable LeaderElectionSettings leaderElectionSettings(
      Config config, Map<String, String> environment) {
    if (!leaderElection) {
      return null;
    }
    var configured =
        leaseNamespace == null || leaseNamespace.isBlank() ? config.getNamespace() : leaseNamespace;
    var namespace = configured == null || configured.isBlank() ? "default" : configured;
    return LeaderElectionSettings.withUniqueIdentity(
        namespace, leaderElectionIdentity(environment));
  }

  private static boolean parseBoolean(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static String leaderElectionIdentity(Map<String, String> environment) {
    var pod = environment.getOrDefault("POD_NAME", "");
    if (!pod.isBlank()) {
      return pod;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown-host";
    }
  }
}
