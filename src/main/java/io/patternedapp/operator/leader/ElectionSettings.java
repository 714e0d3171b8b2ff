package io.patternedapp.operator.leader;

import java.util.UUID;

/**
 * Where operators find out who of them works.
 *
 * @param namespace where the Lease is
 * @param identity names this process in it
 */
public record ElectionSettings(String namespace, String identity) {

  private static final int SUFFIX = 8;

  /**
   * Settings for this process. Its identity has a random end, since a container that starts again
   * keeps the name of its Pod, and must not take the Lease of its predecessor for its own.
   *
   * @param name what people know it by: the Pod or the machine
   */
  public static ElectionSettings of(String namespace, String name) {
    return new ElectionSettings(
        namespace, name + "_" + UUID.randomUUID().toString().substring(0, SUFFIX));
  }
}
