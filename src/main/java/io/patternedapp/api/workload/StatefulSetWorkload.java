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
 * Settings of workload kind StatefulSet: the fields of apps/v1 StatefulSetSpec of the same names.
 *
 * @param volumeClaimTemplates claims that each Pod gets for itself, mounted by their names
 * @param podManagementPolicy whether Pods start one after another; OrderedReady by the API server's
 *     default
 * @param updateStrategy how old Pods give way to new ones; RollingUpdate by the API server's
 *     default
 * @param minReadySeconds seconds that a Pod must be Ready to count as available; 0 by default
 * @param revisionHistoryLimit old revisions kept; 10 by the API server's default
 * @param persistentVolumeClaimRetentionPolicy what becomes of claims; Retain by the API server's
 *     default
 * @param ordinals the number of the first Pod; 0 by default
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
