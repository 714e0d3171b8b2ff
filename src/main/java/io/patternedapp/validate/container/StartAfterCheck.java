package io.patternedapp.validate.container;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.container.HasStartAfter;
import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.model.StartOrder;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.Suggestions;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.List;
import java.util.Objects;

/** Checks that only init containers and native helpers use startAfter, and without a cycle. */
public final class StartAfterCheck implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var all = Roles.list(spec);
    for (var container : all) {
      if (container.container() instanceof HasStartAfter ordered
          && !ordered.getStartAfter().isEmpty()) {
        check(container, ordered, all, problems);
      }
    }
    reportCycle(spec, all, problems);
  }

  private static void check(
      RoleContainer container, HasStartAfter ordered, List<RoleContainer> all, Problems problems) {
    var path = container.path() + ".startAfter";
    if (!container.startsBeforeMain()) {
      problems.error(
          path,
          "StartAfterOnRegular",
          "Forbidden: \"%s\" is a Regular container, which starts together with main and waits"
              + " for no other container; remove startAfter, or set mode: Native",
          container.name());
      return;
    }
    for (var name : FieldValue.items(path, ordered.getStartAfter())) {
      all.stream()
          .filter(other -> name.value().equals(other.name()))
          .findFirst()
          .ifPresentOrElse(
              other -> checkTarget(container, other, name, problems),
              () -> reportUnknown(name, all, problems));
    }
  }

  private static void checkTarget(
      RoleContainer container, RoleContainer target, FieldValue<String> name, Problems problems) {
    if (target.path().equals(container.path())) {
      problems.error(
          name.path(),
          "StartAfterItself",
          "Invalid value \"%s\": a container cannot start after itself; remove it",
          name.value());
    } else if (target.role() == ContainerRole.MAIN) {
      problems.error(
          name.path(),
          "StartAfterMain",
          "Invalid value \"%s\": main starts last; remove it%s",
          name.value(),
          container.role() == ContainerRole.INIT
              ? ""
              : ", or set mode: Regular to start together with main");
    } else if (!target.startsBeforeMain()) {
      problems.error(
          name.path(),
          "StartAfterRegular",
          "Invalid value \"%s\": a Regular container starts together with main; set mode: Native"
              + " on it, or remove it here",
          name.value());
    }
  }

  private static void reportUnknown(
      FieldValue<String> name, List<RoleContainer> all, Problems problems) {
    var known =
        all.stream()
            .filter(RoleContainer::startsBeforeMain)
            .map(RoleContainer::name)
            .filter(Objects::nonNull)
            .toList();
    problems.error(
        name.path(),
        "StartAfterUnknown",
        "Not found: no container is named \"%s\"; %s",
        name.value(),
        Suggestions.didYouMean(name.value(), known));
  }

  private static void reportCycle(
      PatternedAppSpec spec, List<RoleContainer> all, Problems problems) {
    var cycle = StartOrder.resolve(spec).cycle();
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
                    "Invalid value: these containers wait for each other, so none can start: %s;"
                        + " remove startAfter from one of them",
                    String.join(" after ", cycle)));
  }
}
