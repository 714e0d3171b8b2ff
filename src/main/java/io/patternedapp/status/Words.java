package io.patternedapp.status;

import io.patternedapp.api.Role;
import io.patternedapp.api.RoleContainer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts of others made fit for a status: without what changes while nothing happens. */
final class Words {

  private static final Pattern BACK_OFF =
      Pattern.compile("(?i)back-off (pulling image \"[^\"]*\"(: )?|\\S+ restarting failed [^:]*)");
  private static final Pattern RPC =
      Pattern.compile("(ErrImagePull: )?rpc error: code = \\w+ desc = ");
  private static final Pattern RUNTIME =
      Pattern.compile("^failed to create .*runc create failed: ");
  private static final Pattern COUNTDOWN =
      Pattern.compile(" (for another|in|for|after) \\d+(\\.\\d+)?\\s?(ms|s|m|h)(\\d+[ms])*\\b");

  private Words() {}

  /** What the kubelet says, without how long it backs off and which layer said so. */
  static String ofKubelet(@Nullable String text) {
    if (text == null) {
      return "";
    }
    var words = BACK_OFF.matcher(text).replaceAll("");
    words = RPC.matcher(words).replaceAll("");
    return RUNTIME.matcher(words).replaceAll("").strip();
  }

  /** What the scheduler says, without its remarks on preemption. */
  static String ofScheduler(@Nullable String text) {
    if (text == null) {
      return "";
    }
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end + 1);
  }

  /** A sentence without the seconds that remain. */
  static String withoutCountdown(String text) {
    return COUNTDOWN.matcher(text).replaceAll("");
  }

  /** The words after a colon, or nothing. */
  static String explained(String words) {
    return words.isEmpty() ? "" : ": " + words;
  }

  /** How a container is called in messages, such as {@code adapter "metrics"}. */
  static String name(RoleContainer container) {
    return container.role() == Role.MAIN
        ? container.role().label()
        : "%s \"%s\"".formatted(container.role().label(), container.name());
  }

  static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 3) + "...";
  }
}
