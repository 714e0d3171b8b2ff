package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.monitoring.PodMonitor;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.apply.error.Redactor;
import io.patternedapp.apply.guard.RejectedInPlaceUpdates;
import io.patternedapp.apply.guard.StaleAppException;
import io.patternedapp.apply.guard.StalenessGuard;
import io.patternedapp.expand.Expansion;
import io.patternedapp.model.result.ApplySummary;
import io.patternedapp.rollout.WorkloadKindMigration;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Brings an app's children in sync with as few writes as possible: first what the Pods depend on,
 * then what runs the Pods, last the deletion of what is no longer desired. When the API server
 * rejects something that the Pods depend on, the Pods stay as they are.
 */
public final class Applier {

  private final ChildCache cache;
  private final StalenessGuard stalenessGuard;
  private final PlainApplier plain;
  private final ServiceApplier services;
  private final WorkloadApplier workloads;
  private final PodRolloutExecutor pods;
  private final Pruner pruner;

  public Applier(
      ChildCache cache, ChildRequests writer, KubeletCapabilities kubelets, Clock clock) {
    this.cache = cache;
    this.stalenessGuard = new StalenessGuard(writer::readFresh);
    var children = new GuardedChildWriter(cache, writer, stalenessGuard);
    var rejectedUpdates = new RejectedInPlaceUpdates();
    cache.onDeleted(rejectedUpdates::forget);
    this.plain = new PlainApplier(children);
    this.services = new ServiceApplier(children, plain);
    this.workloads = new WorkloadApplier(children, plain);
    this.pods = new PodRolloutExecutor(children, plain, rejectedUpdates, kubelets, clock);
    this.pruner = new Pruner(children);
  }

  /**
   * Applies the expansion of an app.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server is
   *     unavailable, or an object changed since it was read: nothing is wrong with the app, and the
   *     reconcile is retried
   * @throws StaleAppException when the API server has a newer generation of the app than the cache
   */
  public ApplyResult.Done apply(PatternedApp app, Expansion expansion) {
    stalenessGuard.observe(app);
    var input = ApplyInput.of(app, expansion, cache.list(app));
    var migration = WorkloadKindMigration.plan(app, input.existing().values(), input.expansion());
    var result =
        applyAll(input, child -> !isWorkload(child) && !(child instanceof PodMonitor))
            .thenUnlessFailed(() -> pruner.deleteConflictingWorkload(input, migration, workloads))
            .thenUnlessFailed(() -> unlessBlocked(migration, () -> applyWorkload(input)))
            .thenUnlessFailed(() -> unlessBlocked(migration, () -> pruner.prune(input, migration)))
            // Nothing depends on a PodMonitor, so it comes last and keeps nothing from running.
            .thenUnlessWebhookDown(() -> applyAll(input, PodMonitor.class::isInstance));
    return toApplyResult(app, result);
  }

  private static ApplyStepResult unlessBlocked(
      WorkloadKindMigration migration, Supplier<ApplyStepResult> step) {
    return migration.isBlocked() ? ApplyStepResult.none() : step.get();
  }

  private ApplyStepResult applyWorkload(ApplyInput input) {
    return applyAll(input, child -> isWorkload(child) && !(child instanceof Pod))
        .and(pods.execute(input));
  }

  private ApplyStepResult applyAll(ApplyInput input, Predicate<HasMetadata> kinds) {
    var results = new ApplyStepResult.Collector();
    input.expansion().children().stream()
        .filter(kinds)
        .forEach(child -> results.write(() -> apply(input, child)));
    return results.toResult();
  }

  private ApplyStepResult apply(ApplyInput input, HasMetadata desired) {
    if (desired instanceof Service service) {
      return services.apply(input, service);
    }
    return isWorkload(desired) ? workloads.apply(input, desired) : plain.apply(input, desired);
  }

  private static boolean isWorkload(HasMetadata child) {
    return WorkloadKind.includes(child.getKind());
  }

  private static ApplyResult.Done toApplyResult(PatternedApp app, ApplyStepResult result) {
    var problems = result.problems();
    if (!problems.isEmpty()) {
      problems = problems.stream().map(Redactor.forApp(app)::redact).toList();
    }
    return new ApplyResult.Done(
        new ApplySummary(
            problems,
            result.podsCurrent(),
            result.lastUpdate(),
            result.waitingFor(),
            result.blocker()),
        result.changes(),
        Optional.ofNullable(result.requeueAfter()));
  }
}
