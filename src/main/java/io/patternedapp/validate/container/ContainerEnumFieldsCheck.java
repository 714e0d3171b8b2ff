package io.patternedapp.validate.container;

import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.format.EnumValueRules;
import io.patternedapp.validate.network.DeclaredPorts;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.HashSet;
import java.util.Set;

/** Checks the enum fields of containers. */
public final class ContainerEnumFieldsCheck implements ContainerCheck {

  private static final Set<String> TERMINATION_MESSAGE_POLICIES =
      Set.of("File", "FallbackToLogsOnError");
  private static final Set<String> PROTOCOLS = Set.of("TCP", "UDP", "SCTP");
  private static final Set<String> RESIZABLE_RESOURCES = Set.of("cpu", "memory");
  private static final Set<String> RESIZE_RESTART_POLICIES =
      Set.of("NotRequired", "RestartContainer");

  @Override
  public void check(RoleContainer container, Problems problems) {
    var path = container.path();
    var c = container.container();
    EnumValueRules.check(
        c.getImagePullPolicy(),
        EnumValueRules.IMAGE_PULL_POLICIES,
        path + ".imagePullPolicy",
        problems);
    EnumValueRules.check(
        c.getTerminationMessagePolicy(),
        TERMINATION_MESSAGE_POLICIES,
        path + ".terminationMessagePolicy",
        problems);
    for (var port : DeclaredPorts.list(container)) {
      EnumValueRules.check(
          port.port().getProtocol(), PROTOCOLS, port.path() + ".protocol", problems);
    }
    var resized = new HashSet<String>();
    for (var policy : FieldValue.items(path + ".resizePolicy", c.getResizePolicy())) {
      var resource = policy.value().getResourceName();
      EnumValueRules.checkRequired(
          resource, RESIZABLE_RESOURCES, policy.pathTo("resourceName"), problems);
      EnumValueRules.check(
          policy.value().getRestartPolicy(),
          RESIZE_RESTART_POLICIES,
          policy.pathTo("restartPolicy"),
          problems);
      problems.errorIf(
          !resized.add(resource),
          policy.pathTo("resourceName"),
          "ResizePolicyTaken",
          "Duplicate value \"%s\": keep one resizePolicy for each resource",
          resource);
    }
  }
}
