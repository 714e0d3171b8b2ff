package io.patternedapp.model.condition;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads out of an API server's words what refused an object. Its HTTP codes tell less: a webhook
 * may deny with any code, and controllers pass on the words alone.
 */
public final class RejectionClassifier {

  private static final Pattern LIMIT_RANGE =
      Pattern.compile("(minimum|maximum) \\S+ (usage|storage usage|limit to request ratio) per ");

  private RejectionClassifier() {}

  /** What refused it; empty when the words are none that are known. */
  public static Optional<Reason> classify(String message) {
    return Optional.ofNullable(match(message.toLowerCase(Locale.ROOT)));
  }

  /** Denials first, since their words may quote anything. */
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

  /** What the API server cannot even read it refuses with 500, as if the fault were its own. */
  private static boolean isMalformedObject(String message) {
    return message.contains("failed to create typed patch object")
        || message.contains("resource name may not be empty")
        || message.contains("unable to convert unstructured object");
  }
}
