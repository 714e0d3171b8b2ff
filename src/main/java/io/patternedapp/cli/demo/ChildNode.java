package io.patternedapp.cli.demo;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * An object and what it owns, down to the Pods.
 *
 * @param object the object
 * @param children what names it in its owner references
 */
record ChildNode(HasMetadata object, List<ChildNode> children) {

  /** What people look for last is what has most lines. */
  private static final List<String> KIND_ORDER =
      List.of("ConfigMap", "Service", "NetworkPolicy", "PodDisruptionBudget");

  ChildNode {
    children = List.copyOf(children);
  }

  /** Everything that the owner has, of the given objects. */
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
    var place = KIND_ORDER.indexOf(object.getKind());
    return place < 0 ? KIND_ORDER.size() : place;
  }

  /** Kind and name, as kubectl takes them. */
  static String kindAndName(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
