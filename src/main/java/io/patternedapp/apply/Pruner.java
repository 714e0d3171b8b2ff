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

  private final GuardedChildWriter children;

  Pruner(GuardedChildWriter children) {
    this.children = children;
  }

  /**
   * Deletes the workload of the previous kind where it cannot run beside its successor, once a dry
   * run has shown that the successor can be created.
   */
  ApplyStepResult deleteConflictingWorkload(
      ApplyInput input, WorkloadKindMigration migration, WorkloadApplier workloads) {
    var result = ApplyStepResult.none();
    if (!migration.deleteFirst().isEmpty()) {
      result =
          migration.desired().stream()
              .findFirst()
              .map(successor -> workloads.checkCreatable(input, successor))
              .orElseGet(ApplyStepResult::none)
              .thenUnlessFailed(() -> deleteAll(input, migration.deleteFirst()));
    }
    return result.and(
        migration.waitingFor().map(ApplyStepResult::waitingFor).orElseGet(ApplyStepResult::none));
  }

  /** Deletes what is no longer desired. A ConfigMap stays while a Pod template refers to it. */
  ApplyStepResult prune(ApplyInput input, WorkloadKindMigration migration) {
    var desired =
        input.expansion().children().stream().map(ChildId::of).collect(Collectors.toSet());
    var inUse = fileConfigMapsInUse(input.existing().values());
    Predicate<HasMetadata> isKept =
        object ->
            desired.contains(ChildId.of(object))
                || object.getMetadata().getDeletionTimestamp() != null
                || migration.shouldKeep(object)
                || (object instanceof ConfigMap && inUse.contains(object.getMetadata().getName()));
    return deleteAll(input, input.existing().values().stream().filter(isKept.negate()).toList());
  }

  private ApplyStepResult deleteAll(ApplyInput input, Collection<HasMetadata> objects) {
    var results = new ApplyStepResult.Collector();
    objects.stream()
        .filter(input::owns)
        .forEach(object -> results.write(() -> delete(input, object)));
    return results.toResult();
  }

  private ApplyStepResult delete(ApplyInput input, HasMetadata live) {
    return ApplyStepResult.attempt(
        live,
        () -> {
          children.delete(input.app(), live);
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
