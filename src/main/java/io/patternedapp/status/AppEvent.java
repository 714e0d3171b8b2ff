package io.patternedapp.status;

import java.util.regex.Pattern;

/**
 * Something that happened to an app, to be told as a Kubernetes Event.
 *
 * @param type Normal or Warning
 * @param reason a CamelCase word for machines
 * @param message a sentence for a person
 */
public record AppEvent(Type type, String reason, String message) {

  private static final Pattern RESTARTS = Pattern.compile("\\d+ restarts?");

  /** The bound that the API server sets. */
  private static final int MAX_MESSAGE = 1024;

  public AppEvent {
    message = Words.cut(message, MAX_MESSAGE);
  }

  /** How much attention it wants; the names are those of core/v1 Event. */
  public enum Type {
    Normal,
    Warning
  }

  /** What it is about: the message without what grows each time that the same thing happens. */
  public String topic() {
    return RESTARTS.matcher(message).replaceAll("");
  }

  static AppEvent normal(String reason, String message) {
    return new AppEvent(Type.Normal, reason, message);
  }

  static AppEvent warning(String reason, String message) {
    return new AppEvent(Type.Warning, reason, message);
  }
}
