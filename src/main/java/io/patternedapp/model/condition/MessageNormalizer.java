package io.patternedapp.model.condition;

import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Formats texts for conditions. Removes the parts of third-party messages that change while the
 * state does not, so that the status is not written without need.
 */
public final class MessageNormalizer {

  private static final Pattern BACK_OFF =
      Pattern.compile("(?i)back-off (pulling image \"[^\"]*\"(: )?|\\S+ restarting failed [^:]*)");
  private static final Pattern RPC_ERROR =
      Pattern.compile("(ErrImagePull: )?rpc error: code = \\w+ desc = ");
  private static final Pattern RUNTIME_ERROR =
      Pattern.compile("^failed to create .*runc create failed: ");
  private static final Pattern COUNTDOWN =
      Pattern.compile(" (for another|in|for|after) \\d+(\\.\\d+)?\\s?(ms|s|m|h)(\\d+[ms])*\\b");

  private static final Pattern RESTART_COUNT = Pattern.compile("\\d+ restarts?");

  private MessageNormalizer() {}

  /** Returns a message of the kubelet without back-off times and error prefixes of inner layers. */
  public static String cleanKubeletMessage(@Nullable String text) {
    if (text == null) {
      return "";
    }
    var cleaned = BACK_OFF.matcher(text).replaceAll("");
    cleaned = RPC_ERROR.matcher(cleaned).replaceAll("");
    return RUNTIME_ERROR.matcher(cleaned).replaceAll("").strip();
  }

  /** Returns a message of the scheduler without its preemption details. */
  public static String cleanSchedulerMessage(@Nullable String text) {
    if (text == null) {
      return "";
    }
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end + 1);
  }

  /** Removes the remaining time from a text, such as {@code for another 20 s}. */
  public static String stripCountdown(String text) {
    return COUNTDOWN.matcher(text).replaceAll("");
  }

  /** Returns the detail after a colon, or an empty string if there is none. */
  public static String detailSuffix(String detail) {
    return detail.isEmpty() ? "" : ": " + detail;
  }

  /** Returns the name of a container in messages, such as {@code adapter "metrics"}. */
  public static String displayName(RoleContainer container) {
    return container.role() == ContainerRole.MAIN
        ? container.role().displayName()
        : "%s \"%s\"".formatted(container.role().displayName(), container.name());
  }

  /** Formats a number of restarts, such as {@code 1 restart} or {@code 3 restarts}. */
  public static String restartCount(int restarts) {
    return restarts == 1 ? "1 restart" : restarts + " restarts";
  }

  /** Removes the numbers of restarts that {@link #restartCount} formatted. */
  public static String stripRestartCount(String text) {
    return RESTART_COUNT.matcher(text).replaceAll("");
  }

  /** Shortens a text to the given length and marks the cut with an ellipsis. */
  public static String truncate(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 3) + "...";
  }
}
