package io.patternedapp.model;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.container.Ambassador;
import io.patternedapp.api.container.AppContainer;
import io.patternedapp.api.container.Helper;
import io.patternedapp.api.container.HelperMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Lists the containers of an app with their roles. */
public final class Roles {

  private Roles() {}

  /** Returns all containers in the order main, init, ambassadors, adapters, sidecars. */
  public static List<RoleContainer> list(PatternedAppSpec spec) {
    var roles = new ArrayList<RoleContainer>();
    roles.add(
        new RoleContainer(ContainerRole.MAIN, "spec.main", spec.mainName(), spec.main(), false));
    roles.addAll(listRole(spec, ContainerRole.INIT, "spec.init", spec.init()));
    roles.addAll(listRole(spec, ContainerRole.AMBASSADOR, "spec.ambassadors", spec.ambassadors()));
    roles.addAll(listRole(spec, ContainerRole.ADAPTER, "spec.adapters", spec.adapters()));
    roles.addAll(listRole(spec, ContainerRole.SIDECAR, "spec.sidecars", spec.sidecars()));
    return List.copyOf(roles);
  }

  /** Returns the Inbound ambassadors. */
  public static Stream<Ambassador> inboundAmbassadors(PatternedAppSpec spec) {
    return spec.ambassadors().stream().filter(Ambassador::isInbound);
  }

  /** Returns whether a NetworkPolicy admits traffic only to Inbound ambassadors and adapters. */
  public static boolean isIsolated(PatternedAppSpec spec) {
    return spec.ambassadors().stream().anyMatch(Ambassador::isIsolating);
  }

  private static List<RoleContainer> listRole(
      PatternedAppSpec spec,
      ContainerRole role,
      String path,
      List<? extends AppContainer> containers) {
    var roles = new ArrayList<RoleContainer>();
    for (int i = 0; i < containers.size(); i++) {
      var container = containers.get(i);
      var isNative =
          container instanceof Helper helper
              && helper.modeOrDefault(spec.workloadKind()) == HelperMode.Native;
      roles.add(
          new RoleContainer(role, path + "[" + i + "]", container.getName(), container, isNative));
    }
    return roles;
  }
}
