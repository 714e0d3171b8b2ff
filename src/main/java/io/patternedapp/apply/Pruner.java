package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.ChildId;
import io.patternedapp.rollout.WorkloadKindMigration;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Deletes children that are no longer desired. Objects that the app does not control stay. */
final class Pruner {

  private final ChildApplier children;

  Pruner(ChildApplier children) {
    this.children = children;
  }

  /**
   * Deletes the workload of the previous kind where it cannot run beside its successor, once a dry
   * run has shown that the successor can be created.
   */
  ApplyStepResult deleteConflictingWorkload(
      ApplyContext context, WorkloadKindMigration migration, WorkloadApplier workloads) {
    var result = ApplyStepResult.none();
    if (!migration.deleteFirst().isEmpty()) {
      result =
          migration.desired().stream()
              .findFirst()
              .map(successor -> workloads.checkCreatable(context, successor))
              .orElseGet(ApplyStepResult::none)
              .thenUnlessFailed(() -> deleteAll(context, migration.deleteFirst()));
    }
    return result.and(
        migration.waitingFor().map(ApplyStepResult::waitingFor).orElseGet(ApplyStepResult::none));
  }

  /** Deletes what is no longer desired. A ConfigMap stays while a Pod template refers to it. */
  ApplyStepResult prune(ApplyContext context, WorkloadKindMigration migration) {
    var desired =
        context.expansion().children().stream().map(ChildId::of).collect(Collectors.toSet());
    var inUse = fileConfigMapsInUse(context.existing().values());
    Predicate<HasMetadata> isKept =
        object ->
            desired.contains(ChildId.of(object))
                || object.getMetadata().getDeletionTimestamp() != null
                || migration.shouldKeep(object)
                || (object instanceof ConfigMap && inUse.contains(object.getMetadata().getName()));
    return deleteAll(
        context, context.existing().values().stream().filter(isKept.negate()).toList());
  }

  private ApplyStepResult deleteAll(ApplyContext context, Collection<HasMetadata> objects) {
    var results = new ApplyStepResult.Collector();
    objects.stream()
        .filter(context::owns)
        .forEach(object -> results.write(() -> delete(context, object)));
    return results.toResult();
  }

  private ApplyStepResult delete(ApplyContext context, HasMetadata live) {
    return ApplyStepResult.attempt(
        live,
        () -> {
          children.delete(context.app(), live);
          return ApplyStepResult.change(
              ChangeKind.Removed, ChildId.of(live) + " was deleted: it is no longer desired");
        });
  }

  private static Set<String> fileConfigMapsInUse(Collection<HasMetadata> existing) {
    return existing.stream()
        .map(object -> object.getMetadata().getAnnotations().get(Annotations.FILES))
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }
}
