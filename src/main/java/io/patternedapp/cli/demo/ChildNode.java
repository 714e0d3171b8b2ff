package io.patternedapp.cli.demo;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * An object and the objects that it owns, down to the Pods.
 *
 * @param object the object
 * @param children the objects whose owner references name the object
 */
record ChildNode(HasMetadata object, List<ChildNode> children) {

  /** The kinds printed first. Workloads follow, since they have the most lines. */
  private static final List<String> KIND_ORDER =
      List.of("ConfigMap", "Service", "NetworkPolicy", "PodDisruptionBudget");

  ChildNode {
    children = List.copyOf(children);
  }

  /** Returns those of the given objects that the owner owns, each with its own children. */
  static List<ChildNode> listOwnedBy(HasMetadata owner, Collection<? extends HasMetadata> objects) {
    var uid = owner.getMetadata().getUid();
    return objects.stream()
        .filter(object -> isOwnedBy(object, uid))
        .sorted(
            Comparator.comparingInt(ChildNode::displayOrder).thenComparing(ChildNode::kindAndName))
        .map(object -> new ChildNode(object, listOwnedBy(object, objects)))
        .toList();
  }

  private static boolean isOwnedBy(HasMetadata object, String uid) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> uid.equals(owner.getUid()));
  }

  private static int displayOrder(HasMetadata object) {
    var index = KIND_ORDER.indexOf(object.getKind());
    return index < 0 ? KIND_ORDER.size() : index;
  }

  /** Returns the kind and name in kubectl's form, such as {@code Service/web}. */
  static String kindAndName(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
