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
 * Deserializes the object of a watch event directly into its type, because the API server writes
 * {@code kind} and {@code apiVersion} first. In another order it falls back to the client's own
 * deserializer.
 */
// Workaround: KubernetesDeserializer of fabric8 7.5.2 first parses each object into a JsonNode,
// because JSON may contain the type last.
// Cost without: 267 instead of 225 MiB resident with 1,600 apps (together with reading apps without
// managedFields).
// Remove when: AbstractWatchManager of the client deserializes events with the type of its watch.
final class WatchEventDeserializer extends JsonDeserializer<WatchEvent> {

  /** Returns the Java type of a kind. */
  @FunctionalInterface
  interface ResourceTypeResolver {

    /** Returns null for a kind that is not registered. */
    @Nullable Class<? extends KubernetesResource> resolve(
        @Nullable String apiVersion, @Nullable String kind);
  }

  private static final String API_VERSION = "apiVersion";
  private static final String KIND = "kind";

  private final ResourceTypeResolver typeResolver;

  WatchEventDeserializer(ResourceTypeResolver typeResolver) {
    this.typeResolver = typeResolver;
  }

  @Override
  public WatchEvent deserialize(JsonParser json, DeserializationContext context)
      throws IOException {
    var event = new WatchEvent();
    for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "type" -> event.setType(json.getText());
        case "object" -> event.setObject(deserializeObject(json, context));
        default -> json.skipChildren();
      }
    }
    return event;
  }

  private Object deserializeObject(JsonParser json, DeserializationContext context)
      throws IOException {
    var typeFields = new HashMap<String, @Nullable String>();
    while (typeFields.size() < 2 && isTypeField(json.nextFieldName())) {
      typeFields.put(json.currentName(), json.nextTextValue());
    }
    if (typeFields.size() < 2) {
      return deserializeBuffered(typeFields, json, context);
    }
    var type = typeResolver.resolve(typeFields.get(API_VERSION), typeFields.get(KIND));
    var hasMore = json.nextToken() == JsonToken.FIELD_NAME;
    return type != null && hasMore
        ? json.readValueAs(type)
        : deserializeBuffered(typeFields, json, context);
  }

  private static boolean isTypeField(@Nullable String name) {
    return API_VERSION.equals(name) || KIND.equals(name);
  }

  /**
   * Deserializes an object with the client's own deserializer.
   *
   * @param typeFields the fields of the object that are already parsed
   */
  private static Object deserializeBuffered(
      Map<String, @Nullable String> typeFields, JsonParser json, DeserializationContext context)
      throws IOException {
    try (var buffer = context.bufferForInputBuffering(json)) {
      buffer.writeStartObject();
      for (var field : typeFields.entrySet()) {
        buffer.writeStringField(field.getKey(), field.getValue());
      }
      while (json.currentToken() == JsonToken.FIELD_NAME) {
        buffer.copyCurrentStructure(json);
        json.nextToken();
      }
      buffer.writeEndObject();
      return context.readValue(buffer.asParserOnFirstToken(), KubernetesResource.class);
    }
  }
}
