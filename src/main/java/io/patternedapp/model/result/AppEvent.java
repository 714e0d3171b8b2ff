package io.patternedapp.model.result;

import io.patternedapp.model.condition.MessageFormatter;
import java.util.regex.Pattern;

/**
 * Something that happened to an app, to be told as a Kubernetes Event.
 *
 * @param type Normal or Warning
 * @param reason a CamelCase word for machines
 * @param message a sentence for a person
 */
public record AppEvent(Type type, String reason, String message) {

  private static final Pattern RESTART_COUNT = Pattern.compile("\\d+ restarts?");

  /** The bound that the API server sets. */
  private static final int MAX_MESSAGE_LENGTH = 1024;

  public AppEvent {
    message = MessageFormatter.truncate(message, MAX_MESSAGE_LENGTH);
  }

  /** How much attention it wants; the names are those of core/v1 Event. */
  public enum Type {
    Normal,
    Warning
  }

  /** What it is about: the message without what grows each time that the same thing happens. */
  public String deduplicationKey() {
    return RESTART_COUNT.matcher(message).replaceAll("");
  }

  public static AppEvent normal(String reason, String message) {
    return new AppEvent(Type.Normal, reason, message);
  }

  public static AppEvent warning(String reason, String message) {
    return new AppEvent(Type.Warning, reason, message);
  }
}
