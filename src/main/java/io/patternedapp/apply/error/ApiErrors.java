package io.patternedapp.apply.error;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.monitoring.PodMonitor;
import io.patternedapp.model.ChildId;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.condition.RejectionClassifier;
import io.patternedapp.model.result.ChildProblem;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Classifies errors of the API server: a conflict or an outage is retried, a rejection is a problem
 * of the app with a reason. Codes and reasons are those of {@code metav1.Status}
 * (staging/src/k8s.io/ apimachinery/pkg/api/errors in k8s.io/kubernetes).
 */
public final class ApiErrors {

  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int INVALID = 422;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int INTERNAL_SERVER_ERROR = 500;
  private static final Set<Reason> DENIAL_REASONS =
      EnumSet.of(Reason.WebhookDenied, Reason.PolicyDenied);

  private static final String INVALID_VALUE_PREFIX = "Invalid value: ";

  private ApiErrors() {}

  /**
   * Returns whether the object changed since it was read. The next attempt decides on its new
   * state.
   */
  public static boolean isConflict(KubernetesClientException e) {
    return e.getCode() == CONFLICT && !isAdmissionDenial(e);
  }

  /** Returns whether the API server finds the object invalid, or does not allow the change. */
  public static boolean isInvalid(KubernetesClientException e) {
    return e.getCode() == INVALID && !isAdmissionDenial(e);
  }

  /**
   * Returns whether a running Pod cannot be changed in place: the API server does not allow it, or
   * is too old to have the subresource.
   */
  public static boolean isUnsupportedInPlace(KubernetesClientException e) {
    return isInvalid(e) || (e.getCode() == NOT_FOUND && !isObjectMissing(e));
  }

  /** Returns whether the object is missing, rather than the subresource. */
  private static boolean isObjectMissing(KubernetesClientException e) {
    var details = e.getStatus() == null ? null : e.getStatus().getDetails();
    return details != null && details.getName() != null && !details.getName().isEmpty();
  }

  /** Returns whether a PodDisruptionBudget does not allow the eviction now. */
  public static boolean isDisruptionBudget(KubernetesClientException e) {
    var details = e.getStatus() == null ? null : e.getStatus().getDetails();
    return e.getCode() == TOO_MANY_REQUESTS
        && details != null
        && details.getCauses().stream().anyMatch(c -> "DisruptionBudget".equals(c.getReason()));
  }

  /** Returns why an update in place was rejected, without any value of the app. */
  public static String inPlaceRejection(KubernetesClientException e) {
    return e.getCode() == NOT_FOUND
        ? "the API server does not support this change in place"
        : "the API server does not allow %s to change in place".formatted(immutableFields(e));
  }

  /**
   * Returns whether the error of a dry run means that the replacement could not be created. A quota
   * that the predecessor fills, or a webhook without dry runs, rejects only the dry run.
   */
  public static boolean blocksReplacement(KubernetesClientException e) {
    var reason = classify(e);
    return e.getCode() == INVALID
        || reason == Reason.Invalid
        || reason == Reason.WebhookFailed
        || isAdmissionDenial(e)
        || (e.getCode() == FORBIDDEN && reason != Reason.QuotaExceeded);
  }

  /**
   * Returns whether the API server was unavailable or too busy, so that nothing is wrong with the
   * app. Some rejections have such codes too; those are problems of the app.
   */
  public static boolean isServerUnavailable(KubernetesClientException e) {
    return e.getCode() <= 0
        || ((e.getCode() == TOO_MANY_REQUESTS || e.getCode() >= INTERNAL_SERVER_ERROR)
            && RejectionClassifier.classify(serverMessage(e)).isEmpty());
  }

  /** Creates the problem of a child that the API server rejected. */
  public static ChildProblem toProblem(ChildId child, KubernetesClientException e) {
    return isCrdMissing(child, e)
        ? new ChildProblem(
            child.toString(),
            Reason.PodMonitorCrdMissing,
            "the cluster has no PodMonitor CRD (monitoring.coreos.com/v1)")
        : new ChildProblem(child.toString(), classify(e), stripObjectDumps(serverMessage(e), e));
  }

  /** Creates the problem of a change that is only possible with a new object. */
  public static ChildProblem toImmutableProblem(HasMetadata desired, KubernetesClientException e) {
    var id = ChildId.of(desired);
    if (desired instanceof Job) {
      return new ChildProblem(
          id.toString(),
          Reason.JobImmutable,
          "the change needs a new Job, because %s of a Job cannot change"
              .formatted(immutableFields(e)));
    }
    return desired instanceof StatefulSet
        ? new ChildProblem(
            id.toString(), Reason.StatefulSetImmutable, stripObjectDumps(serverMessage(e), e))
        : toProblem(id, e);
  }

  /** Returns the fields that a rejection names. Its message may contain values of the app. */
  public static String immutableFields(KubernetesClientException e) {
    var details = e.getStatus() == null ? null : e.getStatus().getDetails();
    var fields =
        details == null
            ? ""
            : details.getCauses().stream()
                .map(StatusCause::getField)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(", "));
    return fields.isEmpty() ? "these fields" : fields;
  }

  private static Reason classify(KubernetesClientException e) {
    return RejectionClassifier.classify(serverMessage(e))
        .orElseGet(
            () ->
                switch (e.getCode()) {
                  case FORBIDDEN -> Reason.Forbidden;
                  case NOT_FOUND -> Reason.NotFound;
                  case INVALID -> Reason.Invalid;
                  default -> Reason.Rejected;
                });
  }

  /** Returns whether a webhook or a policy denied the request, whatever the code. */
  private static boolean isAdmissionDenial(KubernetesClientException e) {
    return RejectionClassifier.classify(serverMessage(e))
        .filter(DENIAL_REASONS::contains)
        .isPresent();
  }

  /** Returns whether the CRD is missing. A deleted namespace gives the same code. */
  private static boolean isCrdMissing(ChildId child, KubernetesClientException e) {
    return e.getCode() == NOT_FOUND
        && child.kind().equals(PodMonitor.class.getSimpleName())
        && !serverMessage(e).contains("namespaces");
  }

  /** Returns whether the change concerns an immutable field. */
  public static boolean isImmutableField(KubernetesClientException e) {
    return isInvalid(e) && serverMessage(e).contains("may not change once set");
  }

  /** Returns the message of the API server, or of the client when there is no response. */
  public static String serverMessage(KubernetesClientException e) {
    var status = e.getStatus();
    return Objects.requireNonNullElse(
        status == null ? null : status.getMessage(), String.valueOf(e.getMessage()));
  }

  /**
   * Returns a message without the objects that the API server prints in it. For an immutable field
   * it prints the whole value, or a difference of many lines.
   */
  private static String stripObjectDumps(String serverMessage, KubernetesClientException e) {
    var details = e.getStatus() == null ? null : e.getStatus().getDetails();
    var stripped = serverMessage;
    if (details != null) {
      for (var message : details.getCauses().stream().map(StatusCause::getMessage).toList()) {
        if (message != null) {
          stripped = stripped.replace(message, stripObjectDump(message));
        }
      }
    }
    return isInvalid(e) ? stripped.lines().findFirst().orElse("") : stripped;
  }

  private static String stripObjectDump(String message) {
    var isObject =
        message.startsWith(INVALID_VALUE_PREFIX)
            && message.length() > INVALID_VALUE_PREFIX.length()
            && "{[&cmv".indexOf(message.charAt(INVALID_VALUE_PREFIX.length())) >= 0;
    return isObject
        ? INVALID_VALUE_PREFIX + Redactor.PLACEHOLDER + message.substring(message.lastIndexOf(": "))
        : message.lines().findFirst().orElse("");
  }
}
