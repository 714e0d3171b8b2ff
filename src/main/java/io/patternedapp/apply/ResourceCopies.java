package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Copies objects with other metadata, so that the expansion stays unchanged. Copies of the frequent
 * kinds share the rest, which is not changed afterwards: a deep copy would cost more CPU time than
 * the generation of the object.
 */
final class ResourceCopies {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private ResourceCopies() {}

  /** Returns a copy of an object with that metadata. */
  static HasMetadata withMetadata(HasMetadata object, ObjectMeta metadata) {
    var copy = copy(object);
    copy.setMetadata(metadata);
    return copy;
  }

  private static HasMetadata copy(HasMetadata object) {
    if (object instanceof ConfigMap map) {
      return new ConfigMap(
          map.getApiVersion(),
          map.getBinaryData(),
          map.getData(),
          map.getImmutable(),
          map.getKind(),
          null);
    }
    if (object instanceof Service service) {
      return new Service(
          service.getApiVersion(), service.getKind(), null, service.getSpec(), service.getStatus());
    }
    if (object instanceof Pod pod) {
      return new Pod(pod.getApiVersion(), pod.getKind(), null, pod.getSpec(), pod.getStatus());
    }
    if (object instanceof Deployment workload) {
      return new Deployment(
          workload.getApiVersion(),
          workload.getKind(),
          null,
          workload.getSpec(),
          workload.getStatus());
    }
    if (object instanceof StatefulSet workload) {
      return new StatefulSet(
          workload.getApiVersion(),
          workload.getKind(),
          null,
          workload.getSpec(),
          workload.getStatus());
    }
    return SERIALIZATION.clone(object);
  }
}
