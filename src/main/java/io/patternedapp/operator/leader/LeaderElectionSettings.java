package io.patternedapp.operator.leader;

import java.util.UUID;

/**
 * Where operators find out who of them works.
 *
 * @param namespace where the Lease is
 * @param identity names this process in it
 */
public record LeaderElectionSettings(String namespace, String identity) {

  private static final int SUFFIX_LENGTH = 8;

  /**
   * Settings for this process. Its identity has a random end, since a container that starts again
   * keeps the name of its Pod, and must not take the Lease of its predecessor for its own.
   *
   * @param hostName what people know it by: the Pod or the machine
   */
  public static LeaderElectionSettings withUniqueIdentity(String namespace, String hostName) {
    return new LeaderElectionSettings(
        namespace, hostName + "_" + UUID.randomUUID().toString().substring(0, SUFFIX_LENGTH));
  }
}
