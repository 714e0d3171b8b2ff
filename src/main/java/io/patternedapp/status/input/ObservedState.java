package io.patternedapp.status.input;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The children as the caches show them: projections that hold what the status needs.
 *
 * @param pods Pods of the app, those being deleted among them; of their spec at most the node name
 * @param workload the object that runs the Pods, of the kind that the app names; null when there is
 *     none, and for kind Pod
 * @param service its Service; null when there is none
 * @param jobs the Jobs that a CronJob made; empty for other kinds
 * @param podsMissingSince since when what runs the Pods has not made them all, as far as is known;
 *     null when none are missing
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

  /** The children of an app that is no CronJob. */
  public ObservedState(List<Pod> pods, @Nullable HasMetadata workload, @Nullable Service service) {
    this(pods, workload, service, List.of(), null);
  }

  /** The same, when Pods have been missing since then; null when none are. */
  public ObservedState withPodsMissingSince(@Nullable Instant since) {
    return new ObservedState(pods, workload, service, jobs, since);
  }
}
