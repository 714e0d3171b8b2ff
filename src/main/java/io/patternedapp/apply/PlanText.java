package io.patternedapp.apply;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.Role;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;
import io.patternedapp.expand.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says in words what a plan does and why, with the names and paths that the author knows. */
public final class PlanText {

  private static final Pattern CONTAINER =
      Pattern.compile("spec\\.(?:containers|initContainers)\\[([^]]+)](.*)");
  private static final String FILES_VOLUME = "spec.volumes[files-";
  private static final String FILES = "%s[%s]".formatted(PodPrint.ANNOTATIONS, Names.FILES);
  private static final String RESTARTED_AT =
      "%s[%s]".formatted(PodPrint.ANNOTATIONS, Names.RESTARTED_AT);
  private static final int MOST_FIELDS = 5;

  private final Map<String, RoleContainer> roles;

  /** Words about an app of that spec. */
  public PlanText(PatternedAppSpec spec) {
    this.roles =
        Roles.of(spec).stream()
            .filter(role -> role.name() != null)
            .collect(
                Collectors.toMap(
                    role -> String.valueOf(role.name()), Function.identity(), (a, b) -> a));
  }

  /** What is done to those Pods, such as {@code sidecar "logs" image in place on 3 Pods}. */
  public String plan(Collection<UpdatePlan> plans) {
    var parts = new LinkedHashSet<String>();
    plans.stream()
        .collect(Collectors.groupingBy(this::action, Collectors.counting()))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> parts.add(counted(entry.getKey(), entry.getValue())));
    return String.join("; ", parts);
  }

  /** Why, such as {@code spec.main.env changed}. */
  public String reason(Collection<UpdatePlan> plans) {
    return plans.stream()
        .flatMap(plan -> reasons(plan).stream())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private List<String> reasons(UpdatePlan plan) {
    if (plan instanceof UpdatePlan.Replace replace) {
      return List.of(replace.reason().isEmpty() ? changed(replace.fields()) : replace.reason());
    }
    var fields = new ArrayList<String>();
    if (plan instanceof UpdatePlan.InPlace inPlace) {
      inPlace.images().forEach(name -> fields.add(path(name) + ".image"));
      inPlace.resources().forEach(name -> fields.add(path(name) + ".resources"));
      if (fields.isEmpty()) {
        fields.add("labels or annotations");
      }
    }
    return fields.isEmpty() ? List.of() : List.of(String.join(", ", fields) + " changed");
  }

  private String changed(List<String> fields) {
    Set<String> paths =
        fields.stream().map(this::written).collect(Collectors.toCollection(LinkedHashSet::new));
    var shown = paths.stream().limit(MOST_FIELDS).collect(Collectors.joining(", "));
    var more = paths.size() - MOST_FIELDS;
    return shown + (more > 0 ? " and %d more".formatted(more) : "") + " changed";
  }

  /** The path in the app of what is a path in the Pod. */
  private String written(String path) {
    var container = CONTAINER.matcher(path);
    if (container.matches() && roles.containsKey(container.group(1))) {
      return roles.get(container.group(1)).path() + field(container.group(2));
    }
    if (container.matches()) {
      return "container \"%s\"".formatted(container.group(1));
    }
    if (path.startsWith(FILES_VOLUME) || path.equals(FILES)) {
      return "files";
    }
    if (path.equals(RESTARTED_AT)) {
      return "spec.restartedAt";
    }
    if (path.equals("spec.initContainers") || path.equals("spec.containers")) {
      return "the list of containers";
    }
    return path.startsWith("spec.") && !path.startsWith("spec.volumes")
        ? "spec.pod." + path.substring("spec.".length())
        : path;
  }

  /** Resources by their names are more than a person needs. */
  private static String field(String rest) {
    return rest.startsWith(".resources") ? ".resources" : rest;
  }

  private String action(UpdatePlan plan) {
    if (plan instanceof UpdatePlan.Replace) {
      return "replace %s";
    }
    if (!(plan instanceof UpdatePlan.InPlace inPlace)) {
      return "leave %s as it is";
    }
    var what = new ArrayList<String>();
    inPlace.images().forEach(name -> what.add(name(name) + " image"));
    inPlace.resources().forEach(name -> what.add(name(name) + " resources"));
    if (what.isEmpty()) {
      what.add("labels and annotations");
    }
    return String.join(", ", what) + " in place on %s, " + rest(inPlace.restarts());
  }

  private String rest(Set<String> restarted) {
    if (restarted.isEmpty()) {
      return "nothing restarts";
    }
    var isMain = restarted.stream().anyMatch(name -> roleOf(name) == Role.MAIN);
    if (!isMain) {
      return "main keeps running";
    }
    return restarted.size() == 1 ? "helpers keep running" : "the others keep running";
  }

  private Role roleOf(String name) {
    var role = roles.get(name);
    return role == null ? Role.SIDECAR : role.role();
  }

  private String name(String container) {
    return roleOf(container) == Role.MAIN
        ? Role.MAIN.label()
        : "%s \"%s\"".formatted(roleOf(container).label(), container);
  }

  private String path(String container) {
    var role = roles.get(container);
    return role == null ? "container \"%s\"".formatted(container) : role.path();
  }

  private static String counted(String action, long pods) {
    return action.formatted(pods == 1 ? "1 Pod" : pods + " Pods");
  }
}
