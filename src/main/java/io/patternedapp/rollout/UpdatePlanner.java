package io.patternedapp.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.model.Annotations;
import java.util.ArrayList;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plans the least disruptive update from a running Pod to the desired Pod. Pure. The mutable fields
 * of a Pod follow {@code ValidatePodUpdate} and {@code ValidatePodResize} in k8s.io/kubernetes
 * (pkg/apis/core/validation); the behavior of the kubelet follows KEP-1287.
 */
public final class UpdatePlanner {

  private static final Pattern RESIZABLE =
      Pattern.compile("resources\\.(requests|limits)\\[(cpu|memory)]");

  private static final String RESTARTED_AT =
      FingerprintPaths.item(FingerprintPaths.ANNOTATIONS, Annotations.RESTARTED_AT);

  private final PodFieldDigests live;
  private final PodFieldDigests desired;
  private final SortedSet<String> images = new TreeSet<>();
  private final SortedSet<String> resources = new TreeSet<>();
  private final SortedSet<String> resizedPaths = new TreeSet<>();
  private final SortedSet<String> resizeRestarts = new TreeSet<>();
  private final SortedSet<String> immutableFields = new TreeSet<>();
  private boolean metadata;

  private UpdatePlanner(PodFieldDigests live, PodFieldDigests desired) {
    this.live = live;
    this.desired = desired;
  }

  /**
   * Plans the update of a Pod as read from the API server.
   *
   * @param live the Pod with its managedFields
   * @param desired the Pod as expanded
   */
  public static UpdatePlan plan(Pod live, Pod desired) {
    return plan(PodFieldDigests.ofLive(live), PodFieldDigests.ofDesired(desired));
  }

  /** Plans the update between two fingerprints. */
  public static UpdatePlan plan(PodFieldDigests live, PodFieldDigests desired) {
    return new UpdatePlanner(live, desired).plan();
  }

  private UpdatePlan plan() {
    var differences = live.differences(desired);
    if (differences.isEmpty()) {
      return new UpdatePlan.NoChange();
    }
    differences.forEach(this::classify);
    if (!resources.isEmpty() && QosClass.classify(live) != QosClass.classify(desired)) {
      immutableFields.addAll(resizedPaths);
    }
    return immutableFields.isEmpty()
        ? new UpdatePlan.InPlace(images, resources, resizeRestarts, metadata)
        : UpdatePlan.Replace.ofFields(new ArrayList<>(immutableFields));
  }

  private void classify(String path) {
    var container = FingerprintPaths.CONTAINER_FIELD.matcher(path);
    if (container.matches()) {
      classify(path, container);
    } else if (isMutable(path)) {
      metadata = true;
    } else {
      immutableFields.add(
          path.startsWith(FingerprintPaths.TOLERATIONS) ? FingerprintPaths.TOLERATIONS : path);
    }
  }

  private void classify(String path, Matcher at) {
    var list = at.group(1);
    var name = at.group(2);
    var field = at.group(3);
    var runs =
        list.equals(FingerprintPaths.CONTAINERS)
            || isNativeSidecar(live, name) && isNativeSidecar(desired, name);
    if (!runs || !desired.fields().containsKey(path) || !live.containerNames(list).contains(name)) {
      immutableFields.add(path);
    } else if (field.equals("image")) {
      images.add(name);
    } else {
      classifyResources(path, name, field);
    }
  }

  private void classifyResources(String path, String name, String field) {
    var resizable = RESIZABLE.matcher(field);
    if (!resizable.matches()) {
      immutableFields.add(path);
      return;
    }
    resources.add(name);
    resizedPaths.add(path);
    var policy =
        path.substring(0, path.length() - field.length())
            + "resizePolicy["
            + resizable.group(2)
            + "]";
    if ("RestartContainer".equals(desired.value(policy))) {
      resizeRestarts.add(name);
    }
  }

  /**
   * Whether the API server permits the change in a running Pod and its containers do not need it.
   */
  private boolean isMutable(String path) {
    if (path.startsWith(FingerprintPaths.TOLERATIONS)) {
      return desired.fields().containsKey(path);
    }
    if (path.equals(FingerprintPaths.ACTIVE_DEADLINE)) {
      return isEarlier(live.value(path), desired.value(path));
    }
    return (path.startsWith(FingerprintPaths.LABELS)
            || path.startsWith(FingerprintPaths.ANNOTATIONS))
        && !path.equals(RESTARTED_AT)
        && !isEnvFieldRef(path);
  }

  private boolean isEnvFieldRef(String path) {
    return Stream.of(live, desired)
        .anyMatch(
            fingerprint -> fingerprint.fields().containsKey(FingerprintPaths.ENV_FIELD_REF + path));
  }

  /** The API server permits setting the deadline and shortening it. */
  private static boolean isEarlier(@Nullable String before, @Nullable String after) {
    return after != null && (before == null || Long.parseLong(after) <= Long.parseLong(before));
  }

  private static boolean isNativeSidecar(PodFieldDigests fingerprint, String name) {
    return Objects.equals(
        fingerprint.value("spec.initContainers[%s].restartPolicy".formatted(name)), "Always");
  }
}
