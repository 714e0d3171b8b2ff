package io.patternedapp.cli.demo;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.Role;
import io.patternedapp.api.Roles;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One container of a Pod or of a Pod template, in the order of starting.
 *
 * @param role the part it plays; a dash when the app has none of that name
 * @param name its name
 * @param runs how Kubernetes runs it
 * @param image its image
 */
record ContainerRow(String role, String name, String runs, String image) {

  static final String INIT = "init container";
  static final String NATIVE = "native sidecar";
  static final String ORDINARY = "container";

  /** The containers of an object; none where it has no Pod. */
  static List<ContainerRow> of(PatternedApp app, HasMetadata object) {
    var pod = podSpec(object);
    return pod == null
        ? List.of()
        : Stream.concat(
                pod.getInitContainers().stream().map(c -> row(app, c, isNative(c) ? NATIVE : INIT)),
                pod.getContainers().stream().map(c -> row(app, c, ORDINARY)))
            .toList();
  }

  private static ContainerRow row(PatternedApp app, Container container, String runs) {
    var role =
        Roles.of(app.getSpec()).stream()
            .filter(c -> container.getName().equals(c.name()))
            .map(c -> c.role())
            .findFirst()
            .map(Role::label)
            .orElse("-");
    return new ContainerRow(role, container.getName(), runs, container.getImage());
  }

  private static boolean isNative(Container container) {
    return "Always".equals(container.getRestartPolicy());
  }

  private static @Nullable PodSpec podSpec(HasMetadata object) {
    if (object instanceof Pod pod) {
      return pod.getSpec();
    }
    var template = template(object);
    return template == null ? null : template.getSpec();
  }

  private static @Nullable PodTemplateSpec template(HasMetadata object) {
    if (object instanceof Deployment deployment) {
      return deployment.getSpec().getTemplate();
    }
    if (object instanceof StatefulSet set) {
      return set.getSpec().getTemplate();
    }
    if (object instanceof DaemonSet set) {
      return set.getSpec().getTemplate();
    }
    if (object instanceof Job job) {
      return job.getSpec().getTemplate();
    }
    return object instanceof CronJob cron
        ? cron.getSpec().getJobTemplate().getSpec().getTemplate()
        : null;
  }
}
