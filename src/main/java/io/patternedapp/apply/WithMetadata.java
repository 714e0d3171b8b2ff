package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** A copy of an object with other metadata; what was expanded stays as it is. */
final class WithMetadata {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private WithMetadata() {}

  static HasMetadata of(HasMetadata object, ObjectMeta metadata) {
    var copy = SERIALIZATION.clone(object);
    copy.setMetadata(metadata);
    return copy;
  }
}
