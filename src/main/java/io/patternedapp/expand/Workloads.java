package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.patternedapp.api.DeploymentWorkload;
import io.patternedapp.api.PatternedApp;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What runs the Pods. Builders are not given templates and specs: they would copy them whole. */
final class Workloads {

  private Workloads() {}

  static List<? extends HasMetadata> of(PatternedApp app, PodTemplateSpec template) {
    return switch (app.getSpec().kind()) {
      case Pod -> pods(app, template);
      case Deployment -> List.of(deployment(app, template));
      case StatefulSet -> List.of(StatefulSets.of(app, template));
      case DaemonSet -> List.of(DaemonSets.of(app, template));
      case Job -> List.of(Jobs.job(app, template));
      case CronJob -> List.of(Jobs.cronJob(app, template));
    };
  }

  private static List<Pod> pods(PatternedApp app, PodTemplateSpec template) {
    var hash = PodTemplates.hash(template);
    return IntStream.range(0, app.getSpec().replicaCount())
        .mapToObj(
            ordinal ->
                new PodBuilder()
                    .withMetadata(
                        new ObjectMetaBuilder(template.getMetadata())
                            .withName(Names.pod(app.getMetadata().getName(), ordinal))
                            .withNamespace(app.getMetadata().getNamespace())
                            .addToAnnotations(Names.TEMPLATE_HASH, hash)
                            .build())
                    .withSpec(template.getSpec())
                    .build())
        .toList();
  }

  private static Deployment deployment(PatternedApp app, PodTemplateSpec template) {
    var workload = app.getSpec().workload();
    DeploymentWorkload settings = workload == null ? null : workload.deployment();
    var deployment =
        new DeploymentBuilder()
            .withMetadata(ChildMeta.of(app, app.getMetadata().getName()))
            .withNewSpec()
            .withReplicas(app.getSpec().replicaCount())
            .withNewSelector()
            .withMatchLabels(ChildMeta.selector(app))
            .endSelector()
            .endSpec()
            .build();
    deployment.getSpec().setTemplate(template);
    apply(settings, deployment);
    return deployment;
  }

  private static void apply(@Nullable DeploymentWorkload settings, Deployment deployment) {
    var spec = deployment.getSpec();
    spec.setStrategy(UpdateStrategies.deployment(settings == null ? null : settings.strategy()));
    if (settings == null) {
      return;
    }
    spec.setMinReadySeconds(settings.minReadySeconds());
    spec.setRevisionHistoryLimit(settings.revisionHistoryLimit());
    spec.setPaused(settings.paused());
    spec.setProgressDeadlineSeconds(settings.progressDeadlineSeconds());
  }
}
