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
            "Claims that each Pod gets for itself and keeps. Containers mount them by their names,"
                + " like volumes.")
        @Size(max = 10)
        List<ClaimTemplate> volumeClaimTemplates,
    @JsonPropertyDescription(
            "OrderedReady (default): Pods start one after another, each once the one before is"
                + " Ready. Parallel: all at once.")
        @Nullable PodManagementPolicy podManagementPolicy,
    @JsonPropertyDescription("How old Pods give way to new ones. Default RollingUpdate.")
        @Nullable StatefulSetUpdateStrategy updateStrategy,
    @JsonPropertyDescription("Seconds that a Pod must be Ready to count as available. Default 0.")
        @Min(0)
        @Nullable Integer minReadySeconds,
    @JsonPropertyDescription("How many old revisions are kept. Default 10.") @Min(0)
        @Nullable Integer revisionHistoryLimit,
    @JsonPropertyDescription(
            "What becomes of the claims when the StatefulSet is deleted or scaled down. Default"
                + " Retain.")
        @Nullable StatefulSetPersistentVolumeClaimRetentionPolicy
            persistentVolumeClaimRetentionPolicy,
    @JsonPropertyDescription("From which number on the Pods are counted. Default 0.")
        @Nullable StatefulSetOrdinals ordinals) {

  public StatefulSetWorkload {
    volumeClaimTemplates = NullSafe.orEmpty(volumeClaimTemplates);
  }
}
