package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.patternedapp.api.Adapter;
import io.patternedapp.api.Monitor;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.PodRestartPolicy;
import io.patternedapp.api.PodSettings;
import io.patternedapp.api.SecurityProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The Pod that the roles add up to, the same for every workload kind. */
final class PodTemplates {

  private PodTemplates() {}

  static PodTemplateSpec of(PatternedApp app, Content content) {
    var spec = app.getSpec();
    return new PodTemplateSpec(meta(app, content), podSpec(spec, content));
  }

  /**
   * A hash of what cannot change while a Pod lives. Labels and annotations can, unless a container
   * reads them into its environment.
   */
  static String hash(PodTemplateSpec template) {
    var fixed = new ArrayList<Object>();
    fixed.add(template.getSpec());
    fixed.add(template.getMetadata().getAnnotations().getOrDefault(Names.RESTARTED_AT, ""));
    if (readsMetadata(template.getSpec())) {
      fixed.add(template.getMetadata().getLabels());
      fixed.add(template.getMetadata().getAnnotations());
    }
    return Hash.of(fixed);
  }

  private static ObjectMeta meta(PatternedApp app, Content content) {
    var spec = app.getSpec();
    var labels = new TreeMap<>(spec.podOrDefault().labels());
    labels.put(Names.SERVING_LABEL, "true");
    var annotations = new TreeMap<>(spec.podOrDefault().annotations());
    annotations.putAll(scraping(spec));
    annotations.put(Names.DEFAULT_CONTAINER, spec.mainName());
    if (content.restart() != null) {
      annotations.put(Names.FILES, content.restart().getMetadata().getName());
    }
    if (spec.restartedAt() != null && !spec.restartedAt().isEmpty()) {
      annotations.put(Names.RESTARTED_AT, spec.restartedAt());
    }
    var meta = ChildMeta.of(app, app.getMetadata().getName(), labels, annotations);
    meta.setName(null);
    meta.setNamespace(null);
    return meta;
  }

  private static Map<String, String> scraping(PatternedAppSpec spec) {
    return spec.adapters().stream()
        .map(PodTemplates::scraping)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(Map.of());
  }

  private static Optional<Map<String, String>> scraping(Adapter adapter) {
    var metrics = adapter.getMetrics();
    if (metrics == null || metrics.monitorOrDefault() != Monitor.Annotations) {
      return Optional.empty();
    }
    var port =
        metrics.port().getIntVal() != null
            ? Optional.of(metrics.port().getIntVal())
            : adapter.getPorts().stream()
                .filter(p -> metrics.port().getStrVal().equals(p.getName()))
                .map(p -> p.getContainerPort())
                .findFirst();
    return port.map(
        number ->
            Map.of(
                "prometheus.io/scrape", "true",
                "prometheus.io/port", String.valueOf(number),
                "prometheus.io/path", metrics.pathOrDefault()));
  }

  private static PodSpec podSpec(PatternedAppSpec spec, Content content) {
    var containers = new Containers(spec);
    var pod = settings(spec.podOrDefault());
    if (pod.getRestartPolicy() == null && spec.kind().runsToCompletion()) {
      pod.setRestartPolicy(PodRestartPolicy.Never.name());
    }
    pod.setInitContainers(containers.beforeMain());
    pod.setContainers(containers.withMain());
    pod.setVolumes(
        Stream.concat(spec.volumes().stream().map(Volumes::of), content.volumes().stream())
            .toList());
    if (spec.security() == SecurityProfile.Restricted) {
      RestrictedProfile.applyTo(pod);
    }
    return pod;
  }

  private static PodSpec settings(PodSettings pod) {
    var written =
        new PodSpecBuilder()
            .withServiceAccountName(pod.serviceAccountName())
            .withAutomountServiceAccountToken(pod.mountsToken())
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
    return ModelCopy.of(written, PodSpec.class);
  }

  private static boolean readsMetadata(PodSpec pod) {
    return Stream.of(pod.getInitContainers(), pod.getContainers())
        .flatMap(List::stream)
        .flatMap(container -> container.getEnv().stream())
        .anyMatch(PodTemplates::readsMetadata);
  }

  private static boolean readsMetadata(EnvVar env) {
    if (env.getValueFrom() == null || env.getValueFrom().getFieldRef() == null) {
      return false;
    }
    var path = String.valueOf(env.getValueFrom().getFieldRef().getFieldPath());
    return path.startsWith("metadata.labels") || path.startsWith("metadata.annotations");
  }
}
