package io.patternedapp.operator.leader;

import java.util.UUID;

/**
 * Settings of leader election.
 *
 * @param namespace of the Lease
 * @param identity of this process in the Lease
 */
public record LeaderElectionSettings(String namespace, String identity) {

  private static final int SUFFIX_LENGTH = 8;

  /**
   * Returns settings with a unique identity: the host name and a random suffix. A restarted
   * container keeps the name of its Pod, and must not treat its predecessor's lease as its own.
   *
   * @param hostName the name of the Pod or the machine
   */
  public static LeaderElectionSettings withUniqueIdentity(String namespace, String hostName) {
    return new LeaderElectionSettings(
        namespace, hostName + "_" + UUID.randomUUID().toString().substring(0, SUFFIX_LENGTH));
  }
}
