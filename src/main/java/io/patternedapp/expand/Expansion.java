package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * The children that an app expands to.
 *
 * @param children child objects in the order in which they are applied: ConfigMaps, network
 *     objects, the PodDisruptionBudget, the workload, the PodMonitor
 */
public record Expansion(List<HasMetadata> children) {}
