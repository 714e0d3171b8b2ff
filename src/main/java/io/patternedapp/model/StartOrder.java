package io.patternedapp.model;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.container.Ambassador;
import io.patternedapp.api.container.HasStartAfter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The order in which init containers and native helpers start: a stable topological sort by {@code
 * startAfter}. Containers without a dependency between them keep the default order: init
 * containers, ambassadors, adapters, sidecars.
 *
 * @param containers ordered containers, without the containers that depend on a cycle
 * @param cycle names of containers that wait for each other, in order, with the first name repeated
 *     at the end; empty if there is no cycle
 */
public record StartOrder(List<RoleContainer> containers, List<String> cycle) {

  /**
   * Computes the start order of an app. Unknown names in {@code startAfter} are ignored, since the
   * validation reports them.
   */
  public static StartOrder resolve(PatternedAppSpec spec) {
    Map<String, RoleContainer> waiting =
        Roles.list(spec).stream()
            .filter(RoleContainer::startsBeforeMain)
            .filter(c -> c.name() != null)
            .collect(
                Collectors.toMap(RoleContainer::name, c -> c, (a, b) -> a, LinkedHashMap::new));
    var known = Set.copyOf(waiting.keySet());
    var ordered = new ArrayList<RoleContainer>();
    while (!waiting.isEmpty()) {
      Optional<RoleContainer> next =
          waiting.values().stream()
              .filter(c -> predecessors(c, known).stream().noneMatch(waiting::containsKey))
              .findFirst();
      if (next.isEmpty()) {
        return new StartOrder(List.copyOf(ordered), findCycle(waiting));
      }
      ordered.add(next.get());
      waiting.remove(next.get().name());
    }
    return new StartOrder(List.copyOf(ordered), List.of());
  }

  /** Returns all names in {@code startAfter} of any container. */
  public Set<String> startAfterTargets() {
    return containers.stream()
        .flatMap(c -> startAfter(c).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Returns whether a container's readiness probe serves as its startup probe too: the container is
   * a native helper without a startup probe, and others start after it. Everything starts after an
   * Outbound ambassador.
   */
  public boolean impliesStartupProbe(RoleContainer container) {
    return container.isNative()
        && container.container().getStartupProbe() == null
        && container.container().getReadinessProbe() != null
        && (isOutboundAmbassador(container)
            || startAfterTargets().contains(String.valueOf(container.name())));
  }

  private static boolean isOutboundAmbassador(RoleContainer container) {
    return container.container() instanceof Ambassador ambassador && !ambassador.isInbound();
  }

  private static List<String> findCycle(Map<String, RoleContainer> waiting) {
    var path = new LinkedHashSet<String>();
    var current = waiting.keySet().iterator().next();
    while (path.add(current)) {
      current =
          predecessors(waiting.get(current), waiting.keySet()).stream()
              .filter(waiting::containsKey)
              .findFirst()
              .orElseThrow();
    }
    var cycle = new ArrayList<String>();
    var inCycle = false;
    for (var name : path) {
      inCycle |= name.equals(current);
      if (inCycle) {
        cycle.add(name);
      }
    }
    cycle.add(current);
    return List.copyOf(cycle);
  }

  private static Set<String> predecessors(RoleContainer container, Set<String> known) {
    var names = new LinkedHashSet<>(startAfter(container));
    names.retainAll(known);
    return names;
  }

  private static List<String> startAfter(RoleContainer container) {
    return container.container() instanceof HasStartAfter ordered
        ? ordered.getStartAfter()
        : List.of();
  }
}
