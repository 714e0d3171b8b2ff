package io.patternedapp.cli;

import io.fabric8.kubernetes.client.Config;
import io.patternedapp.operator.leader.Election;
import io.patternedapp.operator.leader.ElectionSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How several operators agree on the one that works. */
final class ElectionOptions {

  @Option(
      names = "--leader-election",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "${env:PATTERNEDAPP_LEADER_ELECTION:-false}",
      paramLabel = "true|false",
      description = {
        "Let one of several operators work and the others stand by, by the Lease "
            + Election.LEASE
            + ". Default: the variable PATTERNEDAPP_LEADER_ELECTION, or else false."
      })
  private boolean enabled;

  @Option(
      names = "--lease-namespace",
      paramLabel = "NAMESPACE",
      defaultValue = "${env:POD_NAMESPACE}",
      description = {
        "Where the Lease is. Default: the variable POD_NAMESPACE, or else the namespace of the"
            + " ServiceAccount or of the current context."
      })
  private @Nullable String namespace;

  /** What was chosen; null without an election. */
  @Nullable ElectionSettings settings(Config config, Map<String, String> environment) {
    if (!enabled) {
      return null;
    }
    var given = namespace == null || namespace.isBlank() ? config.getNamespace() : namespace;
    var where = given == null || given.isBlank() ? "default" : given;
    return ElectionSettings.of(where, name(environment));
  }

  private static String name(Map<String, String> environment) {
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
