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
import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.Roles;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One container of a Pod or Pod template.
 *
 * @param role the container's role in the app; a dash if the app has no container of that name
 * @param name the container's name
 * @param runsAs the kind of container: init container, native sidecar or container
 * @param image the container's image
 */
record ContainerRow(String role, String name, String runsAs, String image) {

  static final String INIT_CONTAINER = "init container";
  static final String NATIVE_SIDECAR = "native sidecar";
  static final String REGULAR_CONTAINER = "container";

  /** Returns the containers of an object in start order; empty if it has no Pod template. */
  static List<ContainerRow> listOf(PatternedApp app, HasMetadata object) {
    var pod = podSpec(object);
    return pod == null
        ? List.of()
        : Stream.concat(
                pod.getInitContainers().stream()
                    .map(c -> createRow(app, c, isNative(c) ? NATIVE_SIDECAR : INIT_CONTAINER)),
                pod.getContainers().stream().map(c -> createRow(app, c, REGULAR_CONTAINER)))
            .toList();
  }

  private static ContainerRow createRow(PatternedApp app, Container container, String runsAs) {
    var role =
        Roles.list(app.getSpec()).stream()
            .filter(c -> container.getName().equals(c.name()))
            .map(c -> c.role())
            .findFirst()
            .map(ContainerRole::displayName)
            .orElse("-");
    return new ContainerRow(role, container.getName(), runsAs, container.getImage());
  }

  private static boolean isNative(Container container) {
    return "Always".equals(container.getRestartPolicy());
  }

  private static @Nullable PodSpec podSpec(HasMetadata object) {
    if (object instanceof Pod pod) {
      return pod.getSpec();
    }
    var template = podTemplate(object);
    return template == null ? null : template.getSpec();
  }

  private static @Nullable PodTemplateSpec podTemplate(HasMetadata object) {
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
