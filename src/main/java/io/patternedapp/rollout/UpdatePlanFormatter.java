package io.patternedapp.rollout;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Formats update plans and their causes with the container names and paths of the app. */
public final class UpdatePlanFormatter {

  private static final String FILES_VOLUME = "spec.volumes[files-";
  private static final String FILES =
      FingerprintPaths.item(FingerprintPaths.ANNOTATIONS, Annotations.FILES);
  private static final String RESTARTED_AT =
      FingerprintPaths.item(FingerprintPaths.ANNOTATIONS, Annotations.RESTARTED_AT);
  private static final int MAX_FIELDS = 5;

  private final Map<String, RoleContainer> roles;

  /** Creates a formatter for the plans of an app. */
  public UpdatePlanFormatter(PatternedAppSpec spec) {
    this.roles =
        Roles.list(spec).stream()
            .filter(role -> role.name() != null)
            .collect(
                Collectors.toMap(
                    role -> String.valueOf(role.name()), Function.identity(), (a, b) -> a));
  }

  /**
   * Formats what the plans do, such as {@code update image of sidecar "logs" in place on 3 Pods,
   * main keeps running}.
   */
  public String formatPlan(Collection<UpdatePlan> plans) {
    var parts = new LinkedHashSet<String>();
    plans.stream()
        .collect(Collectors.groupingBy(this::formatAction, Collectors.counting()))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> parts.add(withPodCount(entry.getKey(), entry.getValue())));
    return String.join("; ", parts);
  }

  /** Formats the causes of the plans, such as {@code spec.main.env changed}. */
  public String formatReason(Collection<UpdatePlan> plans) {
    return plans.stream()
        .flatMap(plan -> formatReasons(plan).stream())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private List<String> formatReasons(UpdatePlan plan) {
    if (plan instanceof UpdatePlan.Replace replace) {
      return List.of(
          replace.reason().isEmpty() ? formatChangedFields(replace.fields()) : replace.reason());
    }
    var fields = new ArrayList<String>();
    if (plan instanceof UpdatePlan.InPlace inPlace) {
      inPlace.images().forEach(name -> fields.add(containerPath(name) + ".image"));
      inPlace.resources().forEach(name -> fields.add(containerPath(name) + ".resources"));
      if (fields.isEmpty()) {
        fields.add("labels or annotations");
      }
    }
    return fields.isEmpty() ? List.of() : List.of(String.join(", ", fields) + " changed");
  }

  private String formatChangedFields(List<String> fields) {
    Set<String> paths =
        fields.stream().map(this::toSpecPath).collect(Collectors.toCollection(LinkedHashSet::new));
    var shown = paths.stream().limit(MAX_FIELDS).collect(Collectors.joining(", "));
    var more = paths.size() - MAX_FIELDS;
    return shown + (more > 0 ? " and %d more".formatted(more) : "") + " changed";
  }

  /** Converts a path of the Pod to the path of the app. */
  private String toSpecPath(String path) {
    var container = FingerprintPaths.CONTAINER_FIELD.matcher(path);
    if (container.matches()) {
      var role = roles.get(container.group(2));
      return role == null
          ? "container \"%s\"".formatted(container.group(2))
          : role.path() + "." + shortenResourcesPath(container.group(3));
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

  /** Omits the names of single resources. */
  private static String shortenResourcesPath(String field) {
    return field.startsWith("resources") ? "resources" : field;
  }

  private String formatAction(UpdatePlan plan) {
    if (plan instanceof UpdatePlan.Replace) {
      return "replace %s";
    }
    if (!(plan instanceof UpdatePlan.InPlace inPlace)) {
      return "keep %s unchanged";
    }
    var changes = new ArrayList<String>();
    inPlace.images().forEach(name -> changes.add("image of " + displayName(name)));
    inPlace.resources().forEach(name -> changes.add("resources of " + displayName(name)));
    if (changes.isEmpty()) {
      changes.add("labels and annotations");
    }
    return "update "
        + String.join(", ", changes)
        + " in place on %s, "
        + formatRestarts(inPlace.restarts());
  }

  private String formatRestarts(Set<String> restarted) {
    if (restarted.isEmpty()) {
      return "no container restarts";
    }
    var isMain = restarted.stream().anyMatch(name -> roleOf(name) == ContainerRole.MAIN);
    if (!isMain) {
      return "main keeps running";
    }
    return restarted.size() == 1 ? "helpers keep running" : "the other containers keep running";
  }

  private ContainerRole roleOf(String name) {
    var role = roles.get(name);
    return role == null ? ContainerRole.SIDECAR : role.role();
  }

  private String displayName(String container) {
    return roleOf(container) == ContainerRole.MAIN
        ? ContainerRole.MAIN.displayName()
        : "%s \"%s\"".formatted(roleOf(container).displayName(), container);
  }

  private String containerPath(String container) {
    var role = roles.get(container);
    return role == null ? "container \"%s\"".formatted(container) : role.path();
  }

  private static String withPodCount(String action, long pods) {
    return action.formatted(pods == 1 ? "1 Pod" : pods + " Pods");
  }
}
