package io.patternedapp.validate;

import io.patternedapp.api.RoleContainer;
import java.util.HashSet;
import java.util.Set;

/** Fields of containers that take certain words only. */
final class ContainerEnums implements ContainerCheck {

  private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");
  private static final Set<String> MESSAGE_POLICIES = Set.of("File", "FallbackToLogsOnError");
  private static final Set<String> PROTOCOLS = Set.of("TCP", "UDP", "SCTP");
  private static final Set<String> RESIZED = Set.of("cpu", "memory");
  private static final Set<String> RESIZE_POLICIES = Set.of("NotRequired", "RestartContainer");

  @Override
  public void check(RoleContainer container, Problems problems) {
    var path = container.path();
    var c = container.container();
    Enums.check(c.getImagePullPolicy(), PULL_POLICIES, path + ".imagePullPolicy", problems);
    Enums.check(
        c.getTerminationMessagePolicy(),
        MESSAGE_POLICIES,
        path + ".terminationMessagePolicy",
        problems);
    for (var port : Ports.of(container)) {
      Enums.check(port.port().getProtocol(), PROTOCOLS, port.path() + ".protocol", problems);
    }
    var resized = new HashSet<String>();
    for (var policy : Located.items(path + ".resizePolicy", c.getResizePolicy())) {
      var resource = policy.value().getResourceName();
      Enums.check(resource == null ? "" : resource, RESIZED, policy.at("resourceName"), problems);
      Enums.check(
          policy.value().getRestartPolicy(), RESIZE_POLICIES, policy.at("restartPolicy"), problems);
      problems.errorIf(
          !resized.add(resource),
          policy.at("resourceName"),
          "ResizePolicyTaken",
          "there is another resizePolicy for \"%s\": keep one of them",
          resource);
    }
  }
}
