package io.patternedapp.cli.demo;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Summarizes a child object in one phrase. Never contains file contents or env values. */
final class ChildSummary {

  /** The ConfigMap key of a file: container name, index in {@code files}, file name. */
  private static final Pattern FILE_KEY = Pattern.compile("([a-z0-9-]+)\\.\\d+\\.(.+)");

  private ChildSummary() {}

  /** Returns the summary of the object; empty if its kind has none. */
  static String summarize(HasMetadata object) {
    if (object instanceof ConfigMap map) {
      return "files: " + fileNames(map);
    }
    if (object instanceof Service service) {
      return describeService(service);
    }
    if (object instanceof NetworkPolicy policy) {
      return openPorts(policy);
    }
    if (object instanceof Pod pod) {
      return pod.getStatus() == null ? "" : Objects.requireNonNullElse(phase(pod), "");
    }
    if (object instanceof Deployment deployment) {
      return replicas(deployment.getSpec().getReplicas());
    }
    if (object instanceof StatefulSet set) {
      return replicas(set.getSpec().getReplicas());
    }
    return object instanceof CronJob job ? "schedule: " + job.getSpec().getSchedule() : "";
  }

  private static @Nullable String phase(Pod pod) {
    return pod.getStatus().getPhase();
  }

  private static String replicas(@Nullable Integer replicas) {
    return "replicas: " + Objects.requireNonNullElse(replicas, 1);
  }

  private static String fileNames(ConfigMap map) {
    return Stream.of(map.getData(), map.getBinaryData())
        .filter(Objects::nonNull)
        .map(Map::keySet)
        .flatMap(Set::stream)
        .sorted()
        .map(ChildSummary::formatFileKey)
        .collect(Collectors.joining(", "));
  }

  private static String formatFileKey(String key) {
    var parts = FILE_KEY.matcher(key);
    return parts.matches() ? parts.group(2) + " (" + parts.group(1) + ")" : key;
  }

  private static String describeService(Service service) {
    var spec = service.getSpec();
    var headless = "None".equals(spec.getClusterIP()) ? ", headless" : "";
    return spec.getType()
        + headless
        + ": "
        + spec.getPorts().stream().map(ChildSummary::formatPort).collect(Collectors.joining("; "));
  }

  private static String formatPort(ServicePort port) {
    var target = port.getTargetPort();
    return port.getPort()
        + (target == null ? "" : " -> " + portText(target))
        + (port.getNodePort() == null ? "" : ", nodePort " + port.getNodePort());
  }

  private static String openPorts(NetworkPolicy policy) {
    var rules = policy.getSpec().getIngress();
    if (rules.isEmpty()) {
      return "open ports: none";
    }
    var all = rules.stream().anyMatch(rule -> rule.getPorts().isEmpty());
    return all
        ? "open ports: all"
        : rules.stream()
            .flatMap(rule -> rule.getPorts().stream())
            .map(ChildSummary::formatPort)
            .distinct()
            .collect(Collectors.joining(", ", "open ports: ", ""));
  }

  private static String formatPort(NetworkPolicyPort port) {
    return portText(port.getPort()) + "/" + Objects.requireNonNullElse(port.getProtocol(), "TCP");
  }

  private static String portText(@Nullable IntOrString port) {
    return port == null ? "all" : String.valueOf(port.getValue());
  }
}
