package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.status.LastUpdate;
import io.patternedapp.apply.error.ApiErrors;
import io.patternedapp.model.ChildId;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.result.ChildProblem;
import io.patternedapp.model.result.RolloutBlocker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The result of applying one child or several. Results are values: an applier returns one, and
 * {@link #and} combines them.
 *
 * @param problems children that could not be brought in sync
 * @param changes what was written
 * @param podsCurrent whether every Pod of workload kind Pod has the desired template
 * @param lastUpdate the update that was started; null when none was
 * @param waitingFor the event or object that the next step waits for; null when there is none
 * @param blocker why the rollout does not continue; null when it does, or when there is none
 * @param requeueAfter when to reconcile again although no event arrives; null when events suffice
 */
record ApplyStepResult(
    List<ChildProblem> problems,
    List<ChildChange> changes,
    boolean podsCurrent,
    @Nullable LastUpdate lastUpdate,
    @Nullable String waitingFor,
    @Nullable RolloutBlocker blocker,
    @Nullable Duration requeueAfter) {

  private static final Logger LOG = LoggerFactory.getLogger(ApplyStepResult.class);

  private static final ApplyStepResult NONE =
      new ApplyStepResult(List.of(), List.of(), true, null, null, null, null);

  ApplyStepResult {
    problems = List.copyOf(problems);
    changes = List.copyOf(changes);
  }

  /** Nothing was to be done. */
  static ApplyStepResult none() {
    return NONE;
  }

  /** A child could not be brought in sync. */
  static ApplyStepResult problem(ChildProblem problem) {
    LOG.debug("{} is not in sync: {}", problem.child(), problem.reason());
    return new ApplyStepResult(List.of(problem), List.of(), true, null, null, null, null);
  }

  /** A child was changed. */
  static ApplyStepResult change(ChangeKind reason, String message) {
    LOG.debug("{}: {}", reason, message);
    return new ApplyStepResult(
        List.of(), List.of(new ChildChange(reason, message)), true, null, null, null, null);
  }

  /** An update was started, which the status shows as {@code lastUpdate}. */
  static ApplyStepResult updating(String plan, String reason) {
    var change = new ChildChange(ChangeKind.Updating, plan + ": " + reason);
    LOG.debug("{}: {}", change.kind(), change.message());
    return new ApplyStepResult(
        List.of(), List.of(change), true, LastUpdate.started(plan, reason), null, null, null);
  }

  /** A Pod does not have the desired template yet. */
  static ApplyStepResult podsOutdated() {
    return new ApplyStepResult(List.of(), List.of(), false, null, null, null, null);
  }

  /**
   * The next step waits for something; an event arrives when that is over.
   *
   * @param description what it waits for, as a sentence
   */
  static ApplyStepResult waitingFor(String description) {
    return new ApplyStepResult(List.of(), List.of(), false, null, description, null, null);
  }

  /** The rollout does not continue. */
  static ApplyStepResult blocked(RolloutBlocker blocker) {
    return new ApplyStepResult(List.of(), List.of(), true, null, null, blocker, null);
  }

  /** Requeues the app after a delay. A negative delay is ignored. */
  static ApplyStepResult requeueAfter(Duration delay) {
    return delay.isNegative()
        ? none()
        : new ApplyStepResult(List.of(), List.of(), true, null, null, null, delay);
  }

  /**
   * Runs a write. A rejection becomes a problem of the app.
   *
   * @throws KubernetesClientException when the API server is unavailable, or the object changed
   *     since it was read: nothing is wrong with the app, and the reconcile is retried
   */
  static ApplyStepResult attempt(HasMetadata child, Supplier<ApplyStepResult> write) {
    try {
      return write.get();
    } catch (KubernetesClientException e) {
      if (ApiErrors.isConflict(e) || ApiErrors.isServerUnavailable(e)) {
        throw e;
      }
      return problem(ApiErrors.toProblem(ChildId.of(child), e));
    }
  }

  boolean hasProblems() {
    return !problems.isEmpty();
  }

  /**
   * Returns whether an admission webhook did not respond. Further writes would each wait for the
   * same timeout. With many Pods this blocks the thread for minutes before the status reports the
   * cause.
   */
  boolean isWebhookDown() {
    return problems.stream().anyMatch(problem -> problem.reason() == Reason.WebhookFailed);
  }

  /** Combines this result with a later one; where both have a value, the later one wins. */
  ApplyStepResult and(ApplyStepResult later) {
    if (later.equals(NONE)) {
      return this;
    }
    return this.equals(NONE)
        ? later
        : new ApplyStepResult(
            concat(problems, later.problems),
            concat(changes, later.changes),
            podsCurrent && later.podsCurrent,
            later.lastUpdate == null ? lastUpdate : later.lastUpdate,
            later.waitingFor == null ? waitingFor : later.waitingFor,
            later.blocker == null ? blocker : later.blocker,
            earlier(requeueAfter, later.requeueAfter));
  }

  /** Continues with the next step, unless there are problems. */
  ApplyStepResult thenUnlessFailed(Supplier<ApplyStepResult> next) {
    return hasProblems() ? this : and(next.get());
  }

  /** Continues with the next step, unless a webhook is down. */
  ApplyStepResult thenUnlessWebhookDown(Supplier<ApplyStepResult> next) {
    return isWebhookDown() ? this : and(next.get());
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    if (second.isEmpty()) {
      return first;
    }
    return first.isEmpty() ? second : Stream.concat(first.stream(), second.stream()).toList();
  }

  private static @Nullable Duration earlier(@Nullable Duration one, @Nullable Duration other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Collects the results of many children. */
  static final class Collector {

    private final List<ChildProblem> problems = new ArrayList<>();
    private final List<ChildChange> changes = new ArrayList<>();
    private ApplyStepResult rest = NONE;
    private boolean webhookDown;

    /** Adds the result of a child. */
    void add(ApplyStepResult result) {
      problems.addAll(result.problems);
      changes.addAll(result.changes);
      webhookDown |= result.isWebhookDown();
      rest =
          rest.and(
              new ApplyStepResult(
                  List.of(),
                  List.of(),
                  result.podsCurrent,
                  result.lastUpdate,
                  result.waitingFor,
                  result.blocker,
                  result.requeueAfter));
    }

    /** Adds the result of a write, which is not sent after a webhook did not respond. */
    void write(Supplier<ApplyStepResult> write) {
      if (!webhookDown) {
        add(write.get());
      }
    }

    ApplyStepResult toResult() {
      return new ApplyStepResult(problems, changes, true, null, null, null, null).and(rest);
    }
  }
}
