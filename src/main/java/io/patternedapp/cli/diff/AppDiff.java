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
import io.patternedapp.apply.Fingerprint;
import io.patternedapp.apply.PlanText;
import io.patternedapp.apply.PodPrint;
import io.patternedapp.apply.UpdatePlan;
import io.patternedapp.apply.UpdatePlanner;
import io.patternedapp.cli.diff.ChildChange.Action;
import io.patternedapp.expand.Expander;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What applying an app would do to the children of the one that is there, and what that costs.
 * Pure.
 *
 * @param name the app, with its namespace where it has one
 * @param changes what becomes of children; empty when nothing
 * @param price what it costs; null for an app that is new
 */
public record AppDiff(String name, List<ChildChange> changes, @Nullable Price price) {

  private static final String PODS = "Pod/";

  public AppDiff {
    changes = List.copyOf(changes);
  }

  /**
   * The difference between two versions of an app, both valid.
   *
   * @param before the app that is there; null when there is none
   * @param live its Pods as read from the API server; empty when they are not known, and they count
   *     as those that it stands for
   * @param after the app to be applied
   */
  public static AppDiff of(@Nullable PatternedApp before, List<Pod> live, PatternedApp after) {
    var wanted = byName(after);
    if (before == null) {
      return new AppDiff(
          name(after), wanted.keySet().stream().map(AppDiff::created).toList(), null);
    }
    return new Comparison(before, live, after).result();
  }

  /** Whether applying would change nothing. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  private static String name(PatternedApp app) {
    var meta = app.getMetadata();
    return meta.getNamespace() == null
        ? meta.getName()
        : meta.getNamespace() + "/" + meta.getName();
  }

  private static ChildChange created(String child) {
    return new ChildChange(Action.CREATE, child, "");
  }

  private static Map<String, HasMetadata> byName(PatternedApp app) {
    return Expander.expand(app).children().stream()
        .collect(
            Collectors.toMap(
                child -> child.getKind() + "/" + child.getMetadata().getName(),
                Function.identity(),
                (a, b) -> a,
                LinkedHashMap::new));
  }

  /** Goes through the children of both. */
  private static final class Comparison {

    private final PatternedApp before;
    private final PatternedApp after;
    private final Map<String, HasMetadata> former;
    private final Map<String, HasMetadata> wanted;
    private final Map<String, PodPrint> pods;
    private final List<ChildChange> changes = new ArrayList<>();
    private final Map<String, UpdatePlan> plans = new LinkedHashMap<>();
    private Price price = Price.nothing();

    private Comparison(PatternedApp before, List<Pod> live, PatternedApp after) {
      this.before = before;
      this.after = after;
      this.former = byName(before);
      this.wanted = byName(after);
      this.pods = new LinkedHashMap<>();
      former.forEach(
          (name, child) -> {
            if (child instanceof Pod pod) {
              pods.put(name, PodPrint.ofWanted(pod));
            }
          });
      live.forEach(pod -> pods.put(PODS + pod.getMetadata().getName(), PodPrint.ofLive(pod)));
    }

    private AppDiff result() {
      wanted.forEach(this::compare);
      tellPods();
      if (before.getSpec().kind() != after.getSpec().kind()) {
        price = Price.ofRoll("the former " + before.getSpec().kind());
      }
      former.keySet().stream()
          .filter(name -> !wanted.containsKey(name))
          .forEach(name -> changes.add(new ChildChange(Action.REMOVE, name, "")));
      return new AppDiff(name(after), changes, price);
    }

    private void compare(String name, HasMetadata child) {
      if (child instanceof Pod pod) {
        comparePod(name, pod);
      } else if (!former.containsKey(name)) {
        changes.add(created(name));
      } else if (!Fingerprint.ofWanted(former.get(name)).equals(Fingerprint.ofWanted(child))) {
        changes.add(new ChildChange(Action.CHANGE, name, words(name, child)));
      }
    }

    private void comparePod(String name, Pod pod) {
      var print = pods.get(name);
      if (print == null) {
        changes.add(created(name));
        return;
      }
      var plan = UpdatePlanner.plan(print, PodPrint.ofWanted(pod));
      if (!(plan instanceof UpdatePlan.Nothing)) {
        plans.put(name, plan);
      }
    }

    private void tellPods() {
      if (plans.isEmpty()) {
        return;
      }
      var text = new PlanText(after.getSpec());
      changes.add(
          new ChildChange(
              Action.CHANGE,
              PODS
                  + plans.keySet().stream()
                      .map(name -> name.substring(PODS.length()))
                      .collect(Collectors.joining(", ")),
              text.plan(plans.values()) + " (" + text.reason(plans.values()) + ")"));
      price = Price.ofPods(plans.values());
    }

    private String words(String name, HasMetadata child) {
      if (child instanceof ConfigMap) {
        return "refreshed in the running containers, nothing restarts";
      }
      var plan =
          template(former.get(name))
              .flatMap(old -> template(child).map(now -> UpdatePlanner.plan(old, now)))
              .orElse(new UpdatePlan.Nothing());
      if (plan instanceof UpdatePlan.Nothing) {
        return "in place";
      }
      var why = new PlanText(after.getSpec()).reason(List.of(plan));
      if (child instanceof CronJob) {
        return "from its next run on (%s)".formatted(why);
      }
      if (child instanceof Job) {
        return job(name, why);
      }
      price = Price.ofRoll(name);
      return "rolls its Pods (%s)".formatted(why);
    }

    /** Of a Job hardly anything can change. */
    private String job(String name, String why) {
      var workload = after.getSpec().workload();
      if (workload != null && workload.job() != null && workload.job().replacedOnChange()) {
        price = Price.ofRoll(name);
        return "deleted and made anew (%s)".formatted(why);
      }
      return "stays as it is, since a Job cannot change: set workload.job.onChange: Replace, or delete it (%s)"
          .formatted(why);
    }

    private static Optional<PodPrint> template(HasMetadata workload) {
      if (workload instanceof Deployment deployment) {
        return Optional.of(print(deployment.getSpec().getTemplate()));
      }
      if (workload instanceof StatefulSet set) {
        return Optional.of(print(set.getSpec().getTemplate()));
      }
      if (workload instanceof DaemonSet set) {
        return Optional.of(print(set.getSpec().getTemplate()));
      }
      if (workload instanceof Job job) {
        return Optional.of(print(job.getSpec().getTemplate()));
      }
      return workload instanceof CronJob job
          ? Optional.of(print(job.getSpec().getJobTemplate().getSpec().getTemplate()))
          : Optional.empty();
    }

    private static PodPrint print(PodTemplateSpec template) {
      return PodPrint.ofWanted(
          new PodBuilder()
              .withMetadata(template.getMetadata())
              .withSpec(template.getSpec())
              .build());
    }
  }
}
