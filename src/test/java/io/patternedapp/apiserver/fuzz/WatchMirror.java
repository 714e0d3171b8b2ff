package io.patternedapp.apiserver.fuzz;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.monitoring.PodMonitor;
import io.patternedapp.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Informers of the administrator for the apps in a namespace and their children. */
final class WatchMirror implements AutoCloseable {

  static final List<Class<? extends HasMetadata>> CHILD_KINDS =
      List.of(
          ConfigMap.class,
          NetworkPolicy.class,
          Service.class,
          PodDisruptionBudget.class,
          Pod.class,
          Deployment.class,
          StatefulSet.class,
          DaemonSet.class,
          Job.class,
          CronJob.class,
          PodMonitor.class);

  /**
   * The resource of the apps, for generic access: the tests also store apps that the operator's
   * types cannot represent.
   */
  static final ResourceDefinitionContext APP_RESOURCE =
      new ResourceDefinitionContext.Builder()
          .withGroup(PatternedApp.GROUP)
          .withVersion("v1alpha1")
          .withKind("PatternedApp")
          .withPlural(PatternedApp.PLURAL)
          .withNamespaced(true)
          .build();

  private final String namespace;
  private final SharedIndexInformer<GenericKubernetesResource> apps;
  private final List<SharedIndexInformer<? extends HasMetadata>> children = new ArrayList<>();

  WatchMirror(KubernetesClient client, String namespace) {
    this.namespace = namespace;
    this.apps = client.genericKubernetesResources(APP_RESOURCE).inNamespace(namespace).inform();
    CHILD_KINDS.forEach(
        kind ->
            children.add(
                client.resources(kind).inNamespace(namespace).withLabel(Labels.APP).inform()));
  }

  Optional<GenericKubernetesResource> app(String name) {
    return Optional.ofNullable(apps.getStore().getByKey(namespace + "/" + name));
  }

  /** Returns the children of the app that are not terminating. */
  Stream<HasMetadata> children(String app) {
    return children.stream()
        .flatMap(informer -> informer.getStore().list().stream())
        .map(HasMetadata.class::cast)
        .filter(child -> app.equals(child.getMetadata().getLabels().get(Labels.APP)))
        .filter(child -> child.getMetadata().getDeletionTimestamp() == null);
  }

  @Override
  public void close() {
    apps.close();
    children.forEach(SharedIndexInformer::close);
  }
}
