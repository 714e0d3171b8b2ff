package io.patternedapp.status.input;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The children as the caches hold them: projections with the fields that the status needs.
 *
 * @param pods Pods of the app, including terminating Pods; the spec has at most the node name
 * @param workload the workload object of the kind that the app selects; null if it does not exist,
 *     and for kind Pod
 * @param service the Service of the app; null if it does not exist
 * @param jobs the Jobs of a CronJob; empty for other kinds
 * @param podsMissingSince when the operator first observed that the workload lacks Pods; null if no
 *     Pods are missing
 */
public record ObservedState(
    List<Pod> pods,
    @Nullable HasMetadata workload,
    @Nullable Service service,
    List<Job> jobs,
    @Nullable Instant podsMissingSince) {

  public ObservedState {
    pods = List.copyOf(pods);
    jobs = List.copyOf(jobs);
  }

  /** Creates the state of an app that is not a CronJob, without missing Pods. */
  public ObservedState(List<Pod> pods, @Nullable HasMetadata workload, @Nullable Service service) {
    this(pods, workload, service, List.of(), null);
  }

  /** Returns a copy with the time since when Pods are missing; null if none are. */
  public ObservedState withPodsMissingSince(@Nullable Instant since) {
    return new ObservedState(pods, workload, service, jobs, since);
  }
}
