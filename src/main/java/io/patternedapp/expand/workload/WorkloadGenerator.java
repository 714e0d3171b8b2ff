package io.patternedapp.expand.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.workload.DeploymentWorkload;
import io.patternedapp.expand.metadata.ChildMetadataBuilder;
import io.patternedapp.expand.pod.PodTemplateGenerator;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.ResourceNames;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Generates the workload, or the Pods of kind Pod. Templates and specs are set on the objects,
 * since builders would copy them.
 */
public final class WorkloadGenerator {

  private WorkloadGenerator() {}

  public static List<? extends HasMetadata> generate(PatternedApp app, PodTemplateSpec template) {
    return switch (app.getSpec().workloadKind()) {
      case Pod -> generatePods(app, template);
      case Deployment -> List.of(generateDeployment(app, template));
      case StatefulSet -> List.of(StatefulSetGenerator.generate(app, template));
      case DaemonSet -> List.of(DaemonSetGenerator.generate(app, template));
      case Job -> List.of(JobGenerator.generateJob(app, template));
      case CronJob -> List.of(JobGenerator.generateCronJob(app, template));
    };
  }

  private static List<Pod> generatePods(PatternedApp app, PodTemplateSpec template) {
    var hash = PodTemplateGenerator.computeHash(template);
    return IntStream.range(0, app.getSpec().replicaCount())
        .mapToObj(
            ordinal ->
                new PodBuilder()
                    .withMetadata(
                        new ObjectMetaBuilder(template.getMetadata())
                            .withName(ResourceNames.pod(app.getMetadata().getName(), ordinal))
                            .withNamespace(app.getMetadata().getNamespace())
                            .addToAnnotations(Annotations.TEMPLATE_HASH, hash)
                            .build())
                    .withSpec(template.getSpec())
                    .build())
        .toList();
  }

  private static Deployment generateDeployment(PatternedApp app, PodTemplateSpec template) {
    var workload = app.getSpec().workload();
    DeploymentWorkload settings = workload == null ? null : workload.deployment();
    var deployment =
        new DeploymentBuilder()
            .withMetadata(ChildMetadataBuilder.build(app, app.getMetadata().getName()))
            .withNewSpec()
            .withReplicas(app.getSpec().replicaCount())
            .withNewSelector()
            .withMatchLabels(ChildMetadataBuilder.selector(app))
            .endSelector()
            .endSpec()
            .build();
    deployment.getSpec().setTemplate(template);
    applySettings(settings, deployment);
    return deployment;
  }

  private static void applySettings(@Nullable DeploymentWorkload settings, Deployment deployment) {
    var spec = deployment.getSpec();
    spec.setStrategy(
        UpdateStrategyDefaults.forDeployment(settings == null ? null : settings.strategy()));
    if (settings == null) {
      return;
    }
    spec.setMinReadySeconds(settings.minReadySeconds());
    spec.setRevisionHistoryLimit(settings.revisionHistoryLimit());
    spec.setPaused(settings.paused());
    spec.setProgressDeadlineSeconds(settings.progressDeadlineSeconds());
  }
}
