package io.patternedapp.model.condition;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Derives the reason of a rejection from the message of the API server. The HTTP status code is not
 * sufficient: a webhook can deny a request with any code, and controllers report the message only.
 */
public final class RejectionClassifier {

  private static final Pattern LIMIT_RANGE =
      Pattern.compile("(minimum|maximum) \\S+ (usage|storage usage|limit to request ratio) per ");

  private RejectionClassifier() {}

  /** Returns the reason for a message of the API server; empty if the message is not known. */
  public static Optional<Reason> classify(String message) {
    return Optional.ofNullable(match(message.toLowerCase(Locale.ROOT)));
  }

  /** Matches denials first, because their messages can contain any text. */
  private static @Nullable Reason match(String message) {
    if (message.contains("validatingadmissionpolicy") && message.contains("denied request")) {
      return Reason.PolicyDenied;
    }
    if (message.contains("admission webhook") && message.contains("denied the request")) {
      return Reason.WebhookDenied;
    }
    if (message.contains("failed calling webhook")) {
      return Reason.WebhookFailed;
    }
    if (message.contains("violates podsecurity")) {
      return Reason.PodSecurity;
    }
    if (message.contains("exceeded quota")) {
      return Reason.QuotaExceeded;
    }
    if (message.contains("failed quota") && message.contains("must specify")) {
      return Reason.QuotaRequiresResources;
    }
    if (LIMIT_RANGE.matcher(message).find()) {
      return Reason.LimitRangeViolated;
    }
    if (message.contains("because it is being terminated")) {
      return Reason.NamespaceTerminating;
    }
    if (message.contains("provided port is already allocated")) {
      return Reason.NodePortTaken;
    }
    if (message.contains("more than one poddisruptionbudget")) {
      return Reason.SeveralDisruptionBudgets;
    }
    if (message.contains("range is full")) {
      return Reason.NodePortsExhausted;
    }
    return isMalformedObject(message) ? Reason.Invalid : null;
  }

  /** Whether the API server could not parse the object; it then responds with code 500, not 422. */
  private static boolean isMalformedObject(String message) {
    return message.contains("failed to create typed patch object")
        || message.contains("resource name may not be empty")
        || message.contains("unable to convert unstructured object");
  }
}
