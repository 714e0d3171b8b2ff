package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.expand.Names;
import java.util.ArrayList;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cheapest way from a running Pod to the one wanted. Pure. What the API server lets
 * change in a Pod is in {@code ValidatePodUpdate} and {@code ValidatePodResize} of
 * k8s.io/kubernetes (pkg/apis/core/validation); how a kubelet acts on it, in KEP-1287.
 */
public final class UpdatePlanner {

  private static final Pattern CONTAINER =
      Pattern.compile("spec\\.(containers|initContainers)\\[([^]]+)]\\.(.+)");

  private static final Pattern RESIZABLE =
      Pattern.compile("resources\\.(requests|limits)\\[(cpu|memory)]");

  private static final String RESTARTED_AT = PodPrint.ANNOTATIONS + "[" + Names.RESTARTED_AT + "]";

  private final PodPrint live;
  private final PodPrint wanted;
  private final SortedSet<String> images = new TreeSet<>();
  private final SortedSet<String> resources = new TreeSet<>();
  private final SortedSet<String> resized = new TreeSet<>();
  private final SortedSet<String> resizeRestarts = new TreeSet<>();
  private final SortedSet<String> fixed = new TreeSet<>();
  private boolean metadata;

  private UpdatePlanner(PodPrint live, PodPrint wanted) {
    this.live = live;
    this.wanted = wanted;
  }

  /**
   * The plan for a Pod as read from the API server.
   *
   * @param live the Pod with its managedFields
   * @param wanted the Pod as expanded
   */
  public static UpdatePlan plan(Pod live, Pod wanted) {
    return plan(PodPrint.ofLive(live), PodPrint.ofWanted(wanted));
  }

  /** The plan by the prints of the two. */
  public static UpdatePlan plan(PodPrint live, PodPrint wanted) {
    return new UpdatePlanner(live, wanted).plan();
  }

  private UpdatePlan plan() {
    var differences = live.differences(wanted);
    if (differences.isEmpty()) {
      return new UpdatePlan.Nothing();
    }
    differences.forEach(this::sort);
    if (!resources.isEmpty() && QosClass.of(live) != QosClass.of(wanted)) {
      fixed.addAll(resized);
    }
    return fixed.isEmpty()
        ? new UpdatePlan.InPlace(images, resources, resizeRestarts, metadata)
        : UpdatePlan.Replace.because(new ArrayList<>(fixed));
  }

  private void sort(String path) {
    var container = CONTAINER.matcher(path);
    if (container.matches()) {
      sort(path, container);
    } else if (isChangeable(path)) {
      metadata = true;
    } else {
      fixed.add(path.startsWith(PodPrint.TOLERATIONS) ? PodPrint.TOLERATIONS : path);
    }
  }

  private void sort(String path, Matcher at) {
    var list = at.group(1);
    var name = at.group(2);
    var field = at.group(3);
    var runs = list.equals("containers") || isNative(live, name) && isNative(wanted, name);
    if (!runs || !wanted.fields().containsKey(path) || !live.containers(list).contains(name)) {
      fixed.add(path);
    } else if (field.equals("image")) {
      images.add(name);
    } else {
      sortResources(path, name, field);
    }
  }

  private void sortResources(String path, String name, String field) {
    var resizable = RESIZABLE.matcher(field);
    if (!resizable.matches()) {
      fixed.add(path);
      return;
    }
    resources.add(name);
    resized.add(path);
    var policy =
        path.substring(0, path.length() - field.length())
            + "resizePolicy["
            + resizable.group(2)
            + "]";
    if ("RestartContainer".equals(wanted.value(policy))) {
      resizeRestarts.add(name);
    }
  }

  /** Whether a Pod may change there while it lives, and nobody would miss the new value. */
  private boolean isChangeable(String path) {
    if (path.startsWith(PodPrint.TOLERATIONS)) {
      return wanted.fields().containsKey(path);
    }
    if (path.equals(PodPrint.DEADLINE)) {
      return isSooner(live.value(path), wanted.value(path));
    }
    return (path.startsWith(PodPrint.LABELS) || path.startsWith(PodPrint.ANNOTATIONS))
        && !path.equals(RESTARTED_AT)
        && !isRead(path);
  }

  private boolean isRead(String path) {
    return Stream.of(live, wanted)
        .anyMatch(print -> print.fields().containsKey(PodPrint.READ + path));
  }

  /** A deadline may be set, and brought forward. */
  private static boolean isSooner(@Nullable String before, @Nullable String after) {
    return after != null && (before == null || Long.parseLong(after) <= Long.parseLong(before));
  }

  private static boolean isNative(PodPrint print, String name) {
    return Objects.equals(
        print.value("spec.initContainers[%s].restartPolicy".formatted(name)), "Always");
  }
}
