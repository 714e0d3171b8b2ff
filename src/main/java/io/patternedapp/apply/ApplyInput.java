package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.Expansion;
import io.patternedapp.model.ChildId;
import io.patternedapp.rollout.ObjectOwnership;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The input of one apply. It does not change while the children are applied.
 *
 * @param app the app, as the cache has it
 * @param expansion the desired children
 * @param existing projections of all objects that carry the app's label, by kind and name
 */
record ApplyInput(PatternedApp app, Expansion expansion, Map<ChildId, HasMetadata> existing) {

  ApplyInput {
    existing = Map.copyOf(existing);
  }

  /** Creates the input of an apply from what the cache shows. */
  static ApplyInput of(PatternedApp app, Expansion expansion, Collection<HasMetadata> existing) {
    return new ApplyInput(
        app,
        expansion,
        existing.stream().collect(Collectors.toMap(ChildId::of, Function.identity())));
  }

  /** Returns the cached object of the same kind and name, owned or foreign. */
  @Nullable HasMetadata find(HasMetadata desired) {
    return existing.get(ChildId.of(desired));
  }

  /** Returns whether the app controls the object. */
  boolean owns(HasMetadata live) {
    return ObjectOwnership.resolve(live, app) == ObjectOwnership.OWNED;
  }

  /** Returns the desired Pods of workload kind Pod, by ordinal. */
  List<Pod> desiredPods() {
    return expansion.children().stream()
        .filter(Pod.class::isInstance)
        .map(Pod.class::cast)
        .toList();
  }

  /** Returns the app's own Pods by name, including those that are terminating. */
  Map<String, Pod> ownedPods() {
    return existing.values().stream()
        .filter(Pod.class::isInstance)
        .filter(this::owns)
        .collect(Collectors.toMap(pod -> pod.getMetadata().getName(), Pod.class::cast));
  }
}
