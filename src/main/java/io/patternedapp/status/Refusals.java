package io.patternedapp.status;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads out of an API server's words what refused an object. Its HTTP codes tell less: a webhook
 * may deny with any code, and controllers pass on the words alone.
 */
public final class Refusals {

  private static final Pattern LIMIT_RANGE =
      Pattern.compile("(minimum|maximum) \\S+ (usage|storage usage|limit to request ratio) per ");

  private Refusals() {}

  /** What refused it; empty when the words are none that are known. */
  public static Optional<Reason> of(String words) {
    return Optional.ofNullable(find(words.toLowerCase(Locale.ROOT)));
  }

  /** Denials first, since their words may quote anything. */
  private static @Nullable Reason find(String words) {
    if (words.contains("validatingadmissionpolicy") && words.contains("denied request")) {
      return Reason.PolicyDenied;
    }
    if (words.contains("admission webhook") && words.contains("denied the request")) {
      return Reason.WebhookDenied;
    }
    if (words.contains("failed calling webhook")) {
      return Reason.WebhookFailed;
    }
    if (words.contains("violates podsecurity")) {
      return Reason.PodSecurity;
    }
    if (words.contains("exceeded quota")) {
      return Reason.QuotaExceeded;
    }
    if (words.contains("failed quota") && words.contains("must specify")) {
      return Reason.QuotaNeedsResources;
    }
    if (LIMIT_RANGE.matcher(words).find()) {
      return Reason.LimitRangeViolated;
    }
    if (words.contains("because it is being terminated")) {
      return Reason.NamespaceTerminating;
    }
    if (words.contains("provided port is already allocated")) {
      return Reason.NodePortTaken;
    }
    if (words.contains("more than one poddisruptionbudget")) {
      return Reason.SeveralDisruptionBudgets;
    }
    if (words.contains("range is full")) {
      return Reason.NodePortsExhausted;
    }
    return isUnreadable(words) ? Reason.Invalid : null;
  }

  /** What the API server cannot even read it refuses with 500, as if the fault were its own. */
  private static boolean isUnreadable(String words) {
    return words.contains("failed to create typed patch object")
        || words.contains("resource name may not be empty")
        || words.contains("unable to convert unstructured object");
  }
}
