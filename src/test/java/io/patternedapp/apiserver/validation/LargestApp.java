package io.patternedapp.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.function.IntFunction;

/**
 * Generates an app with the longest lists and names that the CRD allows in fields that its CEL
 * rules evaluate. Names differ only in their last characters, which makes comparisons expensive.
 * Only main has the maximum number of files: more would exceed the size limit of an object.
 */
final class LargestApp {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final JsonNode specSchema;

  private LargestApp(JsonNode specSchema) {
    this.specSchema = specSchema;
  }

  static String generateYaml(JsonNode crd) {
    var largest =
        new LargestApp(
            crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties"));
    ObjectNode app = JSON.objectNode();
    app.put("apiVersion", "patternedapp.io/v1alpha1").put("kind", "PatternedApp");
    app.putObject("metadata").put("name", "a".repeat(52));
    app.set("spec", largest.generateSpec());
    return Serialization.asYaml(app);
  }

  private ObjectNode generateSpec() {
    ObjectNode app = JSON.objectNode();
    app.set("main", generateContainer("main", 0));
    for (var role : new String[] {"init", "sidecars", "ambassadors", "adapters"}) {
      putArray(app, role, maxItems(role), i -> generateContainer(role, i));
    }
    putArray(
        app,
        "volumes",
        maxItems("volumes"),
        i -> JSON.objectNode().put("name", paddedName("v", 63, i)));
    putMetadata(app);
    putMetadata(app.putObject("pod"));
    var service = app.putObject("service");
    putMetadata(service);
    service.put("name", "s".repeat(63));
    putArray(
        service,
        "ports",
        maxItems("service/properties/ports"),
        i ->
            JSON.objectNode()
                .put("name", paddedName("p", 15, i))
                .put("port", i + 1)
                .put("targetPort", i + 1)
                .put("nodePort", 30000 + i));
    return app;
  }

  private ObjectNode generateContainer(String role, int number) {
    ObjectNode container = JSON.objectNode();
    container.put("name", paddedName(role.substring(0, 3) + "-", 63, number)).put("image", "app:1");
    putArray(
        container,
        "ports",
        maxContainerItems(role, "ports"),
        i ->
            JSON.objectNode()
                .put("containerPort", 1 + i + 100 * number)
                .put("name", paddedName("p", 15, i)));
    putArray(
        container,
        "files",
        role.equals("main") ? maxContainerItems(role, "files") : 1,
        i -> {
          ObjectNode files = JSON.objectNode().put("mountPath", "/" + paddedName("f", 100, i));
          putKeys(files.putObject("data"), "t", 100);
          putKeys(files.putObject("binaryData"), "b", 100);
          return files;
        });
    if (!role.equals("main")) {
      putArray(
          container,
          "startAfter",
          maxContainerItems(role, "startAfter"),
          i -> textNode(paddedName("x", 63, i)));
      putArray(
          container,
          "exportEnv",
          maxContainerItems(role, "exportEnv"),
          i ->
              JSON.objectNode()
                  .put(
                      "name",
                      paddedName(
                          "E", maxEnvNameLength(role), 1000 * role.length() + 10 * number + i)));
    }
    if (containerSchema(role).at("/properties").has("mode")) {
      container.put("mode", "Native");
    }
    if (role.equals("adapters")) {
      container
          .putObject("metrics")
          .put("port", paddedName("p", 15, 15))
          .put("monitor", "PodMonitor");
    }
    return container;
  }

  private void putMetadata(ObjectNode object) {
    putKeys(object.putObject("labels"), "l", 40);
    putKeys(object.putObject("annotations"), "a", 40);
  }

  private static void putKeys(ObjectNode map, String prefix, int size) {
    for (int i = 0; i < size; i++) {
      map.put(paddedName(prefix, 63, i), "");
    }
  }

  private static JsonNode textNode(String text) {
    return JSON.textNode(text);
  }

  /** Adds the array, unless the role does not have the field (size 0). */
  private static void putArray(
      ObjectNode parent, String field, int size, IntFunction<JsonNode> item) {
    if (size > 0) {
      var list = parent.putArray(field);
      for (int i = 0; i < size; i++) {
        list.add(item.apply(i));
      }
    }
  }

  private int maxItems(String field) {
    return specSchema.at("/" + field + "/maxItems").asInt();
  }

  private int maxContainerItems(String role, String field) {
    return containerSchema(role).at("/properties/" + field + "/maxItems").asInt();
  }

  private int maxEnvNameLength(String role) {
    return containerSchema(role)
        .at("/properties/exportEnv/items/properties/name/maxLength")
        .asInt();
  }

  private JsonNode containerSchema(String role) {
    return role.equals("main") ? specSchema.path(role) : specSchema.path(role).path("items");
  }

  private static String paddedName(String prefix, int length, int number) {
    var end = String.valueOf(10000 + number);
    return prefix + "x".repeat(Math.max(0, length - prefix.length() - end.length())) + end;
  }
}
