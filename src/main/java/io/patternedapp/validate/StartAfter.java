package io.patternedapp.validate;

import io.patternedapp.api.Ordered;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.Role;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;
import io.patternedapp.expand.StartOrder;
import java.util.List;
import java.util.Objects;

/** Only init containers and native helpers wait for each other, and not in a circle. */
final class StartAfter implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var all = Roles.of(spec);
    for (var container : all) {
      if (container.container() instanceof Ordered ordered && !ordered.getStartAfter().isEmpty()) {
        check(container, ordered, all, problems);
      }
    }
    reportCycle(spec, all, problems);
  }

  private static void check(
      RoleContainer container, Ordered ordered, List<RoleContainer> all, Problems problems) {
    var path = container.path() + ".startAfter";
    if (!container.startsBeforeMain()) {
      problems.error(
          path,
          "StartAfterOnOrdinary",
          "\"%s\" is an ordinary container, which starts together with main and waits for nobody:"
              + " remove startAfter, or set mode: Native",
          container.name());
      return;
    }
    for (var name : Located.items(path, ordered.getStartAfter())) {
      all.stream()
          .filter(other -> name.value().equals(other.name()))
          .findFirst()
          .ifPresentOrElse(
              other -> checkTarget(container, other, name, problems),
              () -> reportUnknown(name, all, problems));
    }
  }

  private static void checkTarget(
      RoleContainer container, RoleContainer target, Located<String> name, Problems problems) {
    if (target.path().equals(container.path())) {
      problems.error(
          name.path(),
          "StartAfterItself",
          "\"%s\" cannot start after itself: remove it",
          name.value());
    } else if (target.role() == Role.MAIN) {
      problems.error(
          name.path(),
          "StartAfterMain",
          "\"%s\" is main, which starts last: remove it%s",
          name.value(),
          container.role() == Role.INIT ? "" : ", or set mode: Ordinary to start together with it");
    } else if (!target.startsBeforeMain()) {
      problems.error(
          name.path(),
          "StartAfterOrdinary",
          "\"%s\" is an ordinary container, which starts together with main: set mode: Native on it,"
              + " or remove it here",
          name.value());
    }
  }

  private static void reportUnknown(
      Located<String> name, List<RoleContainer> all, Problems problems) {
    var known =
        all.stream()
            .filter(RoleContainer::startsBeforeMain)
            .map(RoleContainer::name)
            .filter(Objects::nonNull)
            .toList();
    problems.error(
        name.path(),
        "StartAfterUnknown",
        "no container is called \"%s\": %s",
        name.value(),
        Nearest.hint(name.value(), known));
  }

  private static void reportCycle(
      PatternedAppSpec spec, List<RoleContainer> all, Problems problems) {
    var cycle = StartOrder.of(spec).cycle();
    if (cycle.size() <= 2) {
      return;
    }
    all.stream()
        .filter(container -> cycle.get(0).equals(container.name()))
        .findFirst()
        .ifPresent(
            container ->
                problems.error(
                    container.path() + ".startAfter",
                    "StartAfterCycle",
                    "these wait for each other and none can start: %s: remove one of their"
                        + " startAfter",
                    String.join(" after ", cycle)));
  }
}
