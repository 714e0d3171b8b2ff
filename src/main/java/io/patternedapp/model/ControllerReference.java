package io.patternedapp.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Optional;

/** Reads the controlling owner of an object. */
public final class ControllerReference {

  private ControllerReference() {}

  /** Returns the owner reference with {@code controller: true}, of which there is at most one. */
  public static Optional<OwnerReference> find(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }

  /** Returns whether the object with this UID controls the object. */
  public static boolean hasUid(HasMetadata object, String uid) {
    return find(object).map(OwnerReference::getUid).filter(uid::equals).isPresent();
  }
}
