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

/** Tells what the API server refused for good from what a retry settles, and gives it a reason. */
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

  /** Whether the object changed since it was read: the next attempt decides on the new state. */
  public static boolean isConflict(KubernetesClientException e) {
    return e.getCode() == CONFLICT && !isAdmissionDenial(e);
  }

  /** Whether the API server found the object itself wrong, or a change that it does not allow. */
  public static boolean isInvalid(KubernetesClientException e) {
    return e.getCode() == INVALID && !isAdmissionDenial(e);
  }

  /**
   * Whether a running Pod cannot be changed like that: the API server does not allow it, or is too
   * old to know how.
   */
  public static boolean isUnsupportedInPlace(KubernetesClientException e) {
    return isInvalid(e) || (e.getCode() == NOT_FOUND && !isObjectMissing(e));
  }

  /** Whether the object itself is not there, rather than the request unknown. */
  private static boolean isObjectMissing(KubernetesClientException e) {
    var details = e.getStatus() == null ? null : e.getStatus().getDetails();
    return details != null && details.getName() != null && !details.getName().isEmpty();
  }

  /** Whether a PodDisruptionBudget does not let a Pod go now. */
  public static boolean isDisruptionBudget(KubernetesClientException e) {
    var details = e.getStatus() == null ? null : e.getStatus().getDetails();
    return e.getCode() == TOO_MANY_REQUESTS
        && details != null
        && details.getCauses().stream().anyMatch(c -> "DisruptionBudget".equals(c.getReason()));
  }

  /** What an update in place was refused for, without any value of the app. */
  public static String inPlaceRejection(KubernetesClientException e) {
    return e.getCode() == NOT_FOUND
        ? "the API server cannot do that in place"
        : "the API server does not let %s change in place".formatted(immutableFields(e));
  }

  /**
   * Whether a trial says that a Pod could not take its predecessor's place. A quota that the
   * predecessor fills, or a webhook that does not know dry runs, refuses the trial only.
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
   * Whether the API server was not there, or too busy: nothing is wrong with the app. Some things
   * that someone has to mend come as such errors too; those are problems of the app.
   */
  public static boolean isServerUnavailable(KubernetesClientException e) {
    return e.getCode() <= 0
        || ((e.getCode() == TOO_MANY_REQUESTS || e.getCode() >= INTERNAL_SERVER_ERROR)
            && RejectionClassifier.classify(serverMessage(e)).isEmpty());
  }

  public static ChildProblem toProblem(ChildId child, KubernetesClientException e) {
    return isCrdMissing(child, e)
        ? new ChildProblem(
            child.toString(),
            Reason.PodMonitorCrdMissing,
            "the cluster does not know PodMonitors (monitoring.coreos.com/v1)")
        : new ChildProblem(child.toString(), classify(e), stripObjectDumps(serverMessage(e), e));
  }

  /** A change that only a new object can have. */
  public static ChildProblem toImmutableProblem(HasMetadata desired, KubernetesClientException e) {
    var id = ChildId.of(desired);
    if (desired instanceof Job) {
      return new ChildProblem(
          id.toString(),
          Reason.JobImmutable,
          "the change needs a new Job, since %s of a Job cannot change"
              .formatted(immutableFields(e)));
    }
    return desired instanceof StatefulSet
        ? new ChildProblem(
            id.toString(), Reason.StatefulSetImmutable, stripObjectDumps(serverMessage(e), e))
        : toProblem(id, e);
  }

  /** The fields that a refusal names; its words may hold values of the app. */
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
    return fields.isEmpty() ? "what differs" : fields;
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

  /** Whether someone's rule said no, whatever the code. */
  private static boolean isAdmissionDenial(KubernetesClientException e) {
    return RejectionClassifier.classify(serverMessage(e))
        .filter(DENIAL_REASONS::contains)
        .isPresent();
  }

  /** It is also not found where the namespace is gone. */
  private static boolean isCrdMissing(ChildId child, KubernetesClientException e) {
    return e.getCode() == NOT_FOUND
        && child.kind().equals(PodMonitor.class.getSimpleName())
        && !serverMessage(e).contains("namespaces");
  }

  /** Whether a field would have to change that never can. */
  public static boolean isImmutableField(KubernetesClientException e) {
    return isInvalid(e) && serverMessage(e).contains("may not change once set");
  }

  public static String serverMessage(KubernetesClientException e) {
    var status = e.getStatus();
    return Objects.requireNonNullElse(
        status == null ? null : status.getMessage(), String.valueOf(e.getMessage()));
  }

  /**
   * What the API server said, without the objects that it prints. A field that cannot change is
   * told of with all that it holds, or with a difference over many lines.
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
