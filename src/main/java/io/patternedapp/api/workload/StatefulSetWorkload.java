package io.patternedapp.api.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.apps.StatefulSetOrdinals;
import io.fabric8.kubernetes.api.model.apps.StatefulSetPersistentVolumeClaimRetentionPolicy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import io.patternedapp.api.schema.NullSafe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings for kind StatefulSet: the fields of apps/v1 StatefulSetSpec with the same names.
 *
 * @param volumeClaimTemplates claims of which each Pod gets its own and keeps it
 * @param podManagementPolicy how Pods are created; defaults to OrderedReady
 * @param updateStrategy strategy for replacing existing Pods with new Pods; defaults to
 *     RollingUpdate
 * @param minReadySeconds minimum seconds for which a new Pod must be ready before it is considered
 *     available; defaults to 0
 * @param revisionHistoryLimit number of old revisions to retain; defaults to 10
 * @param persistentVolumeClaimRetentionPolicy what happens to the claims when the StatefulSet is
 *     deleted or scaled down; defaults to Retain
 * @param ordinals numbering of the Pods: the ordinal of the first Pod; defaults to 0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record StatefulSetWorkload(
    @JsonPropertyDescription(
            "Claims of which each Pod gets its own and keeps it. Containers mount them by"
                + " name, like volumes.")
        @Size(max = 10)
        List<ClaimTemplate> volumeClaimTemplates,
    @JsonPropertyDescription(
            "How Pods are created. OrderedReady (default): one after another, each when the"
                + " previous Pod is ready. Parallel: all at the same time.")
        @Nullable PodManagementPolicy podManagementPolicy,
    @JsonPropertyDescription(
            "Strategy for replacing existing Pods with new Pods. Defaults to RollingUpdate.")
        @Nullable StatefulSetUpdateStrategy updateStrategy,
    @JsonPropertyDescription(
            "Minimum seconds for which a new Pod must be ready before it is considered"
                + " available. Defaults to 0.")
        @Min(0)
        @Nullable Integer minReadySeconds,
    @JsonPropertyDescription("Number of old revisions to retain. Defaults to 10.") @Min(0)
        @Nullable Integer revisionHistoryLimit,
    @JsonPropertyDescription(
            "What happens to the claims when the StatefulSet is deleted or scaled down."
                + " Defaults to Retain.")
        @Nullable StatefulSetPersistentVolumeClaimRetentionPolicy
            persistentVolumeClaimRetentionPolicy,
    @JsonPropertyDescription("Numbering of the Pods: the ordinal of the first Pod. Defaults to 0.")
        @Nullable StatefulSetOrdinals ordinals) {

  public StatefulSetWorkload {
    volumeClaimTemplates = NullSafe.orEmpty(volumeClaimTemplates);
  }
}
