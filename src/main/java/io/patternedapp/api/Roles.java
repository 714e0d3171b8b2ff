package io.patternedapp.api;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All containers of an app, each with the part it plays. */
public final class Roles {

  private Roles() {}

  /** Every container: main, then init, ambassadors, adapters and sidecars, each as written. */
  public static List<RoleContainer> of(PatternedAppSpec spec) {
    var roles = new ArrayList<RoleContainer>();
    roles.add(new RoleContainer(Role.MAIN, "spec.main", spec.mainName(), spec.main(), false));
    roles.addAll(each(spec, Role.INIT, "spec.init", spec.init()));
    roles.addAll(each(spec, Role.AMBASSADOR, "spec.ambassadors", spec.ambassadors()));
    roles.addAll(each(spec, Role.ADAPTER, "spec.adapters", spec.adapters()));
    roles.addAll(each(spec, Role.SIDECAR, "spec.sidecars", spec.sidecars()));
    return List.copyOf(roles);
  }

  /** The ambassadors through which clients come in. */
  public static Stream<Ambassador> inbound(PatternedAppSpec spec) {
    return spec.ambassadors().stream().filter(Ambassador::isInbound);
  }

  /** Whether the app may only be reached through its ambassadors and adapters. */
  public static boolean isIsolated(PatternedAppSpec spec) {
    return spec.ambassadors().stream().anyMatch(Ambassador::isIsolating);
  }

  private static List<RoleContainer> each(
      PatternedAppSpec spec, Role role, String path, List<? extends AppContainer> containers) {
    var roles = new ArrayList<RoleContainer>();
    for (int i = 0; i < containers.size(); i++) {
      var container = containers.get(i);
      var isNative =
          container instanceof Helper helper && helper.modeIn(spec.kind()) == HelperMode.Native;
      roles.add(
          new RoleContainer(role, path + "[" + i + "]", container.getName(), container, isNative));
    }
    return roles;
  }
}
