package io.patternedapp.model.result;

import io.patternedapp.model.condition.MessageNormalizer;

/**
 * A Kubernetes Event about an app.
 *
 * @param type Normal or Warning
 * @param reason machine-readable CamelCase reason
 * @param message human-readable message
 * @param deduplicationKey identifies repetitions: Events with the same type, reason and key are one
 *     Event with a count. The message without the parts that change with each repetition
 */
public record AppEvent(Type type, String reason, String message, String deduplicationKey) {

  /** Maximum length of an Event message; the API server rejects longer ones. */
  private static final int MAX_MESSAGE_LENGTH = 1024;

  public AppEvent {
    message = MessageNormalizer.truncate(message, MAX_MESSAGE_LENGTH);
    deduplicationKey = MessageNormalizer.truncate(deduplicationKey, MAX_MESSAGE_LENGTH);
  }

  /** Creates an Event whose repetitions have the same message. */
  public AppEvent(Type type, String reason, String message) {
    this(type, reason, message, message);
  }

  /** The type of the Event, named as in core/v1. */
  public enum Type {
    Normal,
    Warning
  }

  public static AppEvent normal(String reason, String message) {
    return new AppEvent(Type.Normal, reason, message);
  }

  public static AppEvent warning(String reason, String message) {
    return new AppEvent(Type.Warning, reason, message);
  }
}
