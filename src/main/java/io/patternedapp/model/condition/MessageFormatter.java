package io.patternedapp.model.condition;

import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts of others made fit for a status: without what changes while nothing happens. */
public final class MessageFormatter {

  private static final Pattern BACK_OFF =
      Pattern.compile("(?i)back-off (pulling image \"[^\"]*\"(: )?|\\S+ restarting failed [^:]*)");
  private static final Pattern RPC_ERROR =
      Pattern.compile("(ErrImagePull: )?rpc error: code = \\w+ desc = ");
  private static final Pattern RUNTIME_ERROR =
      Pattern.compile("^failed to create .*runc create failed: ");
  private static final Pattern COUNTDOWN =
      Pattern.compile(" (for another|in|for|after) \\d+(\\.\\d+)?\\s?(ms|s|m|h)(\\d+[ms])*\\b");

  private MessageFormatter() {}

  /** What the kubelet says, without how long it backs off and which layer said so. */
  public static String cleanKubeletMessage(@Nullable String text) {
    if (text == null) {
      return "";
    }
    var cleaned = BACK_OFF.matcher(text).replaceAll("");
    cleaned = RPC_ERROR.matcher(cleaned).replaceAll("");
    return RUNTIME_ERROR.matcher(cleaned).replaceAll("").strip();
  }

  /** What the scheduler says, without its remarks on preemption. */
  public static String cleanSchedulerMessage(@Nullable String text) {
    if (text == null) {
      return "";
    }
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end + 1);
  }

  /** A sentence without the seconds that remain. */
  public static String stripCountdown(String text) {
    return COUNTDOWN.matcher(text).replaceAll("");
  }

  /** The words after a colon, or nothing. */
  public static String detailSuffix(String detail) {
    return detail.isEmpty() ? "" : ": " + detail;
  }

  /** How a container is called in messages, such as {@code adapter "metrics"}. */
  public static String displayName(RoleContainer container) {
    return container.role() == ContainerRole.MAIN
        ? container.role().displayName()
        : "%s \"%s\"".formatted(container.role().displayName(), container.name());
  }

  public static String truncate(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 3) + "...";
  }
}
