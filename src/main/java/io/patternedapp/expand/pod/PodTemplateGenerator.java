package io.patternedapp.expand.pod;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.container.Adapter;
import io.patternedapp.api.container.ScrapeDiscovery;
import io.patternedapp.api.pod.PodRestartPolicy;
import io.patternedapp.api.pod.PodSettings;
import io.patternedapp.api.pod.SecurityProfile;
import io.patternedapp.expand.metadata.ChildMetadataBuilder;
import io.patternedapp.expand.normalize.KubernetesModelConverter;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.ContentHash;
import io.patternedapp.model.Labels;
import io.patternedapp.model.MetricsPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Generates the Pod template, which is the same for every workload kind. */
public final class PodTemplateGenerator {

  private PodTemplateGenerator() {}

  public static PodTemplateSpec generate(PatternedApp app, FileConfigMaps fileConfigMaps) {
    var spec = app.getSpec();
    return new PodTemplateSpec(metadata(app, fileConfigMaps), podSpec(spec, fileConfigMaps));
  }

  /**
   * Computes a hash of the fields that are immutable in a running Pod. It includes labels and
   * annotations only if a container reads them into its environment.
   */
  public static String computeHash(PodTemplateSpec template) {
    var fixed = new ArrayList<Object>();
    fixed.add(template.getSpec());
    fixed.add(template.getMetadata().getAnnotations().getOrDefault(Annotations.RESTARTED_AT, ""));
    if (readsMetadata(template.getSpec())) {
      fixed.add(template.getMetadata().getLabels());
      fixed.add(template.getMetadata().getAnnotations());
    }
    return ContentHash.compute(fixed);
  }

  private static ObjectMeta metadata(PatternedApp app, FileConfigMaps fileConfigMaps) {
    var spec = app.getSpec();
    var labels = new TreeMap<>(spec.podOrDefault().labels());
    labels.put(Labels.SERVING, "true");
    var annotations = new TreeMap<>(spec.podOrDefault().annotations());
    annotations.putAll(scrapeAnnotations(spec));
    annotations.put(Annotations.DEFAULT_CONTAINER, spec.mainName());
    if (fileConfigMaps.restart() != null) {
      annotations.put(Annotations.FILES, fileConfigMaps.restart().getMetadata().getName());
    }
    if (spec.restartedAt() != null && !spec.restartedAt().isEmpty()) {
      annotations.put(Annotations.RESTARTED_AT, spec.restartedAt());
    }
    var meta = ChildMetadataBuilder.build(app, app.getMetadata().getName(), labels, annotations);
    meta.setName(null);
    meta.setNamespace(null);
    return meta;
  }

  private static Map<String, String> scrapeAnnotations(PatternedAppSpec spec) {
    return spec.adapters().stream()
        .map(PodTemplateGenerator::scrapeAnnotations)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(Map.of());
  }

  private static Optional<Map<String, String>> scrapeAnnotations(Adapter adapter) {
    var metrics = adapter.getMetrics();
    if (metrics == null || metrics.monitorOrDefault() != ScrapeDiscovery.Annotations) {
      return Optional.empty();
    }
    return MetricsPort.find(adapter)
        .map(
            port ->
                Map.of(
                    Annotations.PROMETHEUS_SCRAPE, "true",
                    Annotations.PROMETHEUS_PORT, String.valueOf(port.getContainerPort()),
                    Annotations.PROMETHEUS_PATH, metrics.pathOrDefault()));
  }

  private static PodSpec podSpec(PatternedAppSpec spec, FileConfigMaps fileConfigMaps) {
    var containers = new ContainerGenerator(spec);
    var pod = toPodSpec(spec.podOrDefault());
    if (pod.getRestartPolicy() == null && spec.workloadKind().runsToCompletion()) {
      pod.setRestartPolicy(PodRestartPolicy.Never.name());
    }
    pod.setInitContainers(containers.initContainers());
    pod.setContainers(containers.regularContainers());
    pod.setVolumes(
        Stream.concat(
                spec.volumes().stream().map(VolumeGenerator::generate),
                fileConfigMaps.volumes().stream())
            .toList());
    if (spec.security() == SecurityProfile.Restricted) {
      RestrictedProfile.applyTo(pod);
    }
    return pod;
  }

  private static PodSpec toPodSpec(PodSettings pod) {
    var written =
        new PodSpecBuilder()
            .withServiceAccountName(pod.serviceAccountName())
            .withAutomountServiceAccountToken(pod.automountTokenOrDefault())
            .withNodeSelector(pod.nodeSelector())
            .withAffinity(pod.affinity())
            .withTolerations(pod.tolerations())
            .withTopologySpreadConstraints(pod.topologySpreadConstraints())
            .withImagePullSecrets(pod.imagePullSecrets())
            .withSecurityContext(pod.securityContext())
            .withTerminationGracePeriodSeconds(pod.terminationGracePeriodSeconds())
            .withActiveDeadlineSeconds(pod.activeDeadlineSeconds())
            .withRestartPolicy(pod.restartPolicy() == null ? null : pod.restartPolicy().name())
            .withPriorityClassName(pod.priorityClassName())
            .withRuntimeClassName(pod.runtimeClassName())
            .withSchedulerName(pod.schedulerName())
            .withHostname(pod.hostname())
            .withSubdomain(pod.subdomain())
            .withHostAliases(pod.hostAliases())
            .withDnsPolicy(pod.dnsPolicy() == null ? null : pod.dnsPolicy().name())
            .withDnsConfig(pod.dnsConfig())
            .withShareProcessNamespace(pod.shareProcessNamespace())
            .withEnableServiceLinks(pod.enableServiceLinks())
            .withReadinessGates(pod.readinessGates())
            .build();
    return KubernetesModelConverter.convert(written, PodSpec.class);
  }

  private static boolean readsMetadata(PodSpec pod) {
    return Stream.of(pod.getInitContainers(), pod.getContainers())
        .flatMap(List::stream)
        .flatMap(container -> container.getEnv().stream())
        .anyMatch(PodTemplateGenerator::readsMetadata);
  }

  private static boolean readsMetadata(EnvVar env) {
    if (env.getValueFrom() == null || env.getValueFrom().getFieldRef() == null) {
      return false;
    }
    var path = String.valueOf(env.getValueFrom().getFieldRef().getFieldPath());
    return path.startsWith("metadata.labels") || path.startsWith("metadata.annotations");
  }
}
