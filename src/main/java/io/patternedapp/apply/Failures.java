package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.PodMonitor;
import io.patternedapp.status.ChildProblem;
import io.patternedapp.status.Reason;
import io.patternedapp.status.Refusals;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells what the API server refused for good from what a retry settles, and gives it a reason. */
final class Failures {

  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int INVALID = 422;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final Set<Reason> DENIALS = EnumSet.of(Reason.WebhookDenied, Reason.PolicyDenied);

  private Failures() {}

  /** Whether the object changed since it was read: the next attempt decides on the new state. */
  static boolean isStale(KubernetesClientException e) {
    return e.getCode() == CONFLICT && !isDenied(e);
  }

  /** Whether the API server found the object itself wrong, or a change that it does not allow. */
  static boolean isInvalid(KubernetesClientException e) {
    return e.getCode() == INVALID && !isDenied(e);
  }

  /**
   * Whether a running Pod cannot be changed like that: the API server does not allow it, or is too
   * old to know how.
   */
  static boolean isImpossible(KubernetesClientException e) {
    return isInvalid(e) || (e.getCode() == NOT_FOUND && !isGone(e));
  }

  /** Whether the object itself is not there, rather than the request unknown. */
  private static boolean isGone(KubernetesClientException e) {
    var details = e.getStatus() == null ? null : e.getStatus().getDetails();
    return details != null && details.getName() != null && !details.getName().isEmpty();
  }

  /** Whether a PodDisruptionBudget does not let a Pod go now. */
  static boolean isBudget(KubernetesClientException e) {
    var details = e.getStatus() == null ? null : e.getStatus().getDetails();
    return e.getCode() == TOO_MANY
        && details != null
        && details.getCauses().stream().anyMatch(c -> "DisruptionBudget".equals(c.getReason()));
  }

  /** What an update in place was refused for, without any value of the app. */
  static String refusal(KubernetesClientException e) {
    return e.getCode() == NOT_FOUND
        ? "the API server cannot do that in place"
        : "the API server does not let %s change in place".formatted(unchangeable(e));
  }

  /**
   * Whether a trial says that a Pod could not take its predecessor's place. A quota that the
   * predecessor fills, or a webhook that does not know dry runs, refuses the trial only.
   */
  static boolean wouldKeepTheSuccessorOut(KubernetesClientException e) {
    var reason = reason(e);
    return e.getCode() == INVALID
        || reason == Reason.Invalid
        || reason == Reason.WebhookFailed
        || isDenied(e)
        || (e.getCode() == FORBIDDEN && reason != Reason.QuotaExceeded);
  }

  /**
   * Whether the API server was not there, or too busy: nothing is wrong with the app. Some things
   * that someone has to mend come as such errors too; those are problems of the app.
   */
  static boolean isOutage(KubernetesClientException e) {
    return e.getCode() <= 0
        || ((e.getCode() == TOO_MANY || e.getCode() >= SERVER_ERROR)
            && Refusals.of(words(e)).isEmpty());
  }

  static ChildProblem problem(ChildId child, KubernetesClientException e) {
    return isWithoutCrd(child, e)
        ? new ChildProblem(
            child.toString(),
            Reason.PodMonitorCrdMissing,
            "the cluster does not know PodMonitors (monitoring.coreos.com/v1)")
        : new ChildProblem(child.toString(), reason(e), Hidden.withoutObjects(words(e), e));
  }

  /** A change that only a new object can have. */
  static ChildProblem needsReplacing(HasMetadata wanted, KubernetesClientException e) {
    var id = ChildId.of(wanted);
    if (wanted instanceof Job) {
      return new ChildProblem(
          id.toString(),
          Reason.JobNeedsReplacing,
          "the change needs a new Job, since %s of a Job cannot change".formatted(unchangeable(e)));
    }
    return wanted instanceof StatefulSet
        ? new ChildProblem(
            id.toString(), Reason.StatefulSetNeedsReplacing, Hidden.withoutObjects(words(e), e))
        : problem(id, e);
  }

  /** The fields that a refusal names; its words may hold values of the app. */
  static String unchangeable(KubernetesClientException e) {
    var details = e.getStatus() == null ? null : e.getStatus().getDetails();
    var fields =
        details == null
            ? ""
            : details.getCauses().stream()
                .map(StatusCause::getField)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(", "));
    return fields.isEmpty() ? "what differs" : fields;
  }

  private static Reason reason(KubernetesClientException e) {
    return Refusals.of(words(e))
        .orElseGet(
            () ->
                switch (e.getCode()) {
                  case FORBIDDEN -> Reason.Forbidden;
                  case NOT_FOUND -> Reason.NotFound;
                  case INVALID -> Reason.Invalid;
                  default -> Reason.Refused;
                });
  }

  /** Whether someone's rule said no, whatever the code. */
  private static boolean isDenied(KubernetesClientException e) {
    return Refusals.of(words(e)).filter(DENIALS::contains).isPresent();
  }

  /** It is also not found where the namespace is gone. */
  private static boolean isWithoutCrd(ChildId child, KubernetesClientException e) {
    return e.getCode() == NOT_FOUND
        && child.kind().equals(PodMonitor.class.getSimpleName())
        && !words(e).contains("namespaces");
  }

  /** Whether a field would have to change that never can. */
  static boolean isFixed(KubernetesClientException e) {
    return isInvalid(e) && words(e).contains("may not change once set");
  }

  static String words(KubernetesClientException e) {
    var status = e.getStatus();
    return Objects.requireNonNullElse(
        status == null ? null : status.getMessage(), String.valueOf(e.getMessage()));
  }
}
