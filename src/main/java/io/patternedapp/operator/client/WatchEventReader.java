package io.patternedapp.operator.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.WatchEvent;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the object of a watch event straight into its type. The client's own reader makes a tree of
 * it first, since JSON may name the type last; the API server names it first.
 */
final class WatchEventReader extends JsonDeserializer<WatchEvent> {

  /** Tells the type of a kind. */
  @FunctionalInterface
  interface Types {

    /** Null for a kind that is not known. */
    @Nullable Class<? extends KubernetesResource> of(
        @Nullable String apiVersion, @Nullable String kind);
  }

  private static final String API_VERSION = "apiVersion";
  private static final String KIND = "kind";

  private final Types types;

  WatchEventReader(Types types) {
    this.types = types;
  }

  @Override
  public WatchEvent deserialize(JsonParser json, DeserializationContext context)
      throws IOException {
    var event = new WatchEvent();
    for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "type" -> event.setType(json.getText());
        case "object" -> event.setObject(object(json, context));
        default -> json.skipChildren();
      }
    }
    return event;
  }

  private Object object(JsonParser json, DeserializationContext context) throws IOException {
    var head = new HashMap<String, @Nullable String>();
    while (head.size() < 2 && isHead(json.nextFieldName())) {
      head.put(json.currentName(), json.nextTextValue());
    }
    if (head.size() < 2) {
      return unordered(head, json, context);
    }
    var type = types.of(head.get(API_VERSION), head.get(KIND));
    var hasMore = json.nextToken() == JsonToken.FIELD_NAME;
    return type != null && hasMore ? json.readValueAs(type) : unordered(head, json, context);
  }

  private static boolean isHead(@Nullable String name) {
    return API_VERSION.equals(name) || KIND.equals(name);
  }

  /**
   * Has the client's own reader read an object.
   *
   * @param head what was read of it
   */
  private static Object unordered(
      Map<String, @Nullable String> head, JsonParser json, DeserializationContext context)
      throws IOException {
    try (var whole = context.bufferForInputBuffering(json)) {
      whole.writeStartObject();
      for (var field : head.entrySet()) {
        whole.writeStringField(field.getKey(), field.getValue());
      }
      while (json.currentToken() == JsonToken.FIELD_NAME) {
        whole.copyCurrentStructure(json);
        json.nextToken();
      }
      whole.writeEndObject();
      return context.readValue(whole.asParserOnFirstToken(), KubernetesResource.class);
    }
  }
}
