package io.patternedapp.cli.diff;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.diff.ChildDiff.Action;
import io.patternedapp.expand.Expander;
import io.patternedapp.rollout.Fingerprint;
import io.patternedapp.rollout.PodFieldDigests;
import io.patternedapp.rollout.UpdatePlan;
import io.patternedapp.rollout.UpdatePlanFormatter;
import io.patternedapp.rollout.UpdatePlanner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The changes that applying an app would make to the children of its current version, and the
 * disruption that they cause. Pure.
 *
 * @param namespacedName the name of the app, with its namespace if it is set
 * @param changes the changes of the children; empty if there are none
 * @param disruption the disruption of running containers; null for a new app
 */
public record AppDiff(
    String namespacedName, List<ChildDiff> changes, @Nullable DisruptionSummary disruption) {

  private static final String POD_PREFIX = "Pod/";

  public AppDiff {
    changes = List.copyOf(changes);
  }

  /**
   * Compares two valid versions of an app.
   *
   * @param before the current app; null if there is none
   * @param live the Pods of the current app, as read from the API server; empty if unknown: then
   *     the Pods that {@code before} expands to are compared
   * @param after the app to apply
   */
  public static AppDiff compare(@Nullable PatternedApp before, List<Pod> live, PatternedApp after) {
    var desired = childrenByName(after);
    if (before == null) {
      return new AppDiff(
          namespacedName(after),
          desired.keySet().stream().map(AppDiff::createdChild).toList(),
          null);
    }
    return new Comparison(before, live, after).run();
  }

  /** Whether applying the app would not change any child. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** Returns the name of an app, with its namespace if it is set. */
  public static String namespacedName(PatternedApp app) {
    var meta = app.getMetadata();
    return meta.getNamespace() == null
        ? meta.getName()
        : meta.getNamespace() + "/" + meta.getName();
  }

  private static ChildDiff createdChild(String child) {
    return new ChildDiff(Action.CREATE, child, "");
  }

  private static Map<String, HasMetadata> childrenByName(PatternedApp app) {
    return Expander.expand(app).children().stream()
        .collect(
            Collectors.toMap(
                child -> child.getKind() + "/" + child.getMetadata().getName(),
                Function.identity(),
                (a, b) -> a,
                LinkedHashMap::new));
  }

  /** Compares the children of both versions. */
  private static final class Comparison {

    private final PatternedApp before;
    private final PatternedApp after;
    private final Map<String, HasMetadata> currentChildren;
    private final Map<String, HasMetadata> desiredChildren;
    private final Map<String, PodFieldDigests> podFingerprints;
    private final List<ChildDiff> changes = new ArrayList<>();
    private final Map<String, UpdatePlan> plans = new LinkedHashMap<>();
    private DisruptionSummary disruption = DisruptionSummary.none();

    private Comparison(PatternedApp before, List<Pod> live, PatternedApp after) {
      this.before = before;
      this.after = after;
      this.currentChildren = childrenByName(before);
      this.desiredChildren = childrenByName(after);
      this.podFingerprints = new LinkedHashMap<>();
      currentChildren.forEach(
          (name, child) -> {
            if (child instanceof Pod pod) {
              podFingerprints.put(name, PodFieldDigests.ofDesired(pod));
            }
          });
      live.forEach(
          pod ->
              podFingerprints.put(
                  POD_PREFIX + pod.getMetadata().getName(), PodFieldDigests.ofLive(pod)));
    }

    private AppDiff run() {
      desiredChildren.forEach(this::compareChild);
      addPodChanges();
      if (before.getSpec().workloadKind() != after.getSpec().workloadKind()) {
        disruption =
            DisruptionSummary.ofRollout(
                "the previous workload (%s)".formatted(before.getSpec().workloadKind()));
      }
      currentChildren.keySet().stream()
          .filter(name -> !desiredChildren.containsKey(name))
          .forEach(name -> changes.add(new ChildDiff(Action.REMOVE, name, "")));
      return new AppDiff(namespacedName(after), changes, disruption);
    }

    private void compareChild(String name, HasMetadata child) {
      if (child instanceof Pod pod) {
        comparePod(name, pod);
      } else if (!currentChildren.containsKey(name)) {
        changes.add(createdChild(name));
      } else if (!Fingerprint.ofDesired(currentChildren.get(name))
          .equals(Fingerprint.ofDesired(child))) {
        changes.add(new ChildDiff(Action.CHANGE, name, describeChange(name, child)));
      }
    }

    private void comparePod(String name, Pod pod) {
      var current = podFingerprints.get(name);
      if (current == null) {
        changes.add(createdChild(name));
        return;
      }
      var plan = UpdatePlanner.plan(current, PodFieldDigests.ofDesired(pod));
      if (!(plan instanceof UpdatePlan.NoChange)) {
        plans.put(name, plan);
      }
    }

    private void addPodChanges() {
      if (plans.isEmpty()) {
        return;
      }
      var text = new UpdatePlanFormatter(after.getSpec());
      changes.add(
          new ChildDiff(
              Action.CHANGE,
              POD_PREFIX
                  + plans.keySet().stream()
                      .map(name -> name.substring(POD_PREFIX.length()))
                      .collect(Collectors.joining(", ")),
              text.formatPlan(plans.values()) + " (" + text.formatReason(plans.values()) + ")"));
      disruption = DisruptionSummary.ofPodPlans(plans.values());
    }

    private String describeChange(String name, HasMetadata child) {
      if (child instanceof ConfigMap) {
        return "updated in the running containers without a restart";
      }
      var plan =
          templateFingerprint(currentChildren.get(name))
              .flatMap(
                  current ->
                      templateFingerprint(child)
                          .map(desired -> UpdatePlanner.plan(current, desired)))
              .orElse(new UpdatePlan.NoChange());
      if (plan instanceof UpdatePlan.NoChange) {
        return "updated in place";
      }
      var reason = new UpdatePlanFormatter(after.getSpec()).formatReason(List.of(plan));
      if (child instanceof CronJob) {
        return "takes effect with the next scheduled run (%s)".formatted(reason);
      }
      if (child instanceof Job) {
        return describeJobChange(name, reason);
      }
      disruption = DisruptionSummary.ofRollout(name);
      return "rolls out new Pods (%s)".formatted(reason);
    }

    /** The Pod template of a Job is immutable. */
    private String describeJobChange(String name, String reason) {
      var workload = after.getSpec().workload();
      if (workload != null && workload.job() != null && workload.job().shouldReplaceOnChange()) {
        disruption = DisruptionSummary.ofRollout(name);
        return "deleted and recreated (%s)".formatted(reason);
      }
      return "not updated, because the Pod template of a Job is immutable: set spec.workload.job.onChange"
          + " to Replace, or delete the Job (%s)".formatted(reason);
    }

    private static Optional<PodFieldDigests> templateFingerprint(HasMetadata workload) {
      if (workload instanceof Deployment deployment) {
        return Optional.of(fingerprint(deployment.getSpec().getTemplate()));
      }
      if (workload instanceof StatefulSet set) {
        return Optional.of(fingerprint(set.getSpec().getTemplate()));
      }
      if (workload instanceof DaemonSet set) {
        return Optional.of(fingerprint(set.getSpec().getTemplate()));
      }
      if (workload instanceof Job job) {
        return Optional.of(fingerprint(job.getSpec().getTemplate()));
      }
      return workload instanceof CronJob job
          ? Optional.of(fingerprint(job.getSpec().getJobTemplate().getSpec().getTemplate()))
          : Optional.empty();
    }

    private static PodFieldDigests fingerprint(PodTemplateSpec template) {
      return PodFieldDigests.ofDesired(
          new PodBuilder()
              .withMetadata(template.getMetadata())
              .withSpec(template.getSpec())
              .build());
    }
  }
}
