package io.patternedapp.rollout;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Syntax of the paths in a {@link PodFieldDigests}: JSON paths of the Pod that identify list items
 * and map entries by name, such as {@code spec.containers[main].image}.
 */
final class FingerprintPaths {

  static final String LABELS = "metadata.labels";
  static final String ANNOTATIONS = "metadata.annotations";
  static final String CONTAINERS = "containers";
  static final String INIT_CONTAINERS = "initContainers";
  static final String TOLERATIONS = "spec.tolerations";
  static final String ACTIVE_DEADLINE = "spec.activeDeadlineSeconds";

  /** Prefix of the labels and annotations that a container reads into its environment. */
  static final String ENV_FIELD_REF = "read:";

  /** The lists of the spec that hold containers. */
  static final Set<String> CONTAINER_LISTS = Set.of(CONTAINERS, INIT_CONTAINERS);

  /** A field of a container; groups: list, container name, field. */
  static final Pattern CONTAINER_FIELD =
      Pattern.compile("spec\\.(containers|initContainers)\\[([^]]+)]\\.(.+)");

  private FingerprintPaths() {}

  /** Returns the path of a named list item or map entry. */
  static String item(String path, String name) {
    return path + "[" + name + "]";
  }
}
