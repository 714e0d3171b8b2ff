package io.patternedapp.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.function.IntFunction;

/**
 * An app whose lists and names are as long as the CRD lets them be, where its rules in CEL look at
 * them. Names differ only in their last characters, which is what makes a comparison dear. Only
 * main has all the files it may have: more do not fit into one object.
 */
final class LargestApp {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final JsonNode spec;

  private LargestApp(JsonNode spec) {
    this.spec = spec;
  }

  static String yaml(JsonNode crd) {
    var largest =
        new LargestApp(
            crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties"));
    ObjectNode app = JSON.objectNode();
    app.put("apiVersion", "patternedapp.io/v1alpha1").put("kind", "PatternedApp");
    app.putObject("metadata").put("name", "a".repeat(52));
    app.set("spec", largest.spec());
    return Serialization.asYaml(app);
  }

  private ObjectNode spec() {
    ObjectNode app = JSON.objectNode();
    app.set("main", container("main", 0));
    for (var role : new String[] {"init", "sidecars", "ambassadors", "adapters"}) {
      list(app, role, max(role), i -> container(role, i));
    }
    list(app, "volumes", max("volumes"), i -> JSON.objectNode().put("name", name("v", 63, i)));
    metadata(app);
    metadata(app.putObject("pod"));
    var service = app.putObject("service");
    metadata(service);
    service.put("name", "s".repeat(63));
    list(
        service,
        "ports",
        max("service/properties/ports"),
        i ->
            JSON.objectNode()
                .put("name", name("p", 15, i))
                .put("port", i + 1)
                .put("targetPort", i + 1)
                .put("nodePort", 30000 + i));
    return app;
  }

  private ObjectNode container(String role, int number) {
    ObjectNode container = JSON.objectNode();
    container.put("name", name(role.substring(0, 3) + "-", 63, number)).put("image", "app:1");
    list(
        container,
        "ports",
        items(role, "ports"),
        i ->
            JSON.objectNode()
                .put("containerPort", 1 + i + 100 * number)
                .put("name", name("p", 15, i)));
    list(
        container,
        "files",
        role.equals("main") ? items(role, "files") : 1,
        i -> {
          ObjectNode files = JSON.objectNode().put("mountPath", "/" + name("f", 100, i));
          fill(files.putObject("data"), "t", 100);
          fill(files.putObject("binaryData"), "b", 100);
          return files;
        });
    if (!role.equals("main")) {
      list(container, "startAfter", items(role, "startAfter"), i -> text(name("x", 63, i)));
      list(
          container,
          "exportEnv",
          items(role, "exportEnv"),
          i ->
              JSON.objectNode()
                  .put(
                      "name",
                      name("E", variableLength(role), 1000 * role.length() + 10 * number + i)));
    }
    if (container(role).at("/properties").has("mode")) {
      container.put("mode", "Native");
    }
    if (role.equals("adapters")) {
      container.putObject("metrics").put("port", name("p", 15, 15)).put("monitor", "PodMonitor");
    }
    return container;
  }

  private void metadata(ObjectNode object) {
    fill(object.putObject("labels"), "l", 40);
    fill(object.putObject("annotations"), "a", 40);
  }

  private static void fill(ObjectNode map, String prefix, int size) {
    for (int i = 0; i < size; i++) {
      map.put(name(prefix, 63, i), "");
    }
  }

  private static JsonNode text(String text) {
    return JSON.textNode(text);
  }

  /** Leaves out what the role does not have. */
  private static void list(ObjectNode in, String field, int size, IntFunction<JsonNode> item) {
    if (size > 0) {
      var list = in.putArray(field);
      for (int i = 0; i < size; i++) {
        list.add(item.apply(i));
      }
    }
  }

  private int max(String field) {
    return spec.at("/" + field + "/maxItems").asInt();
  }

  private int items(String role, String field) {
    return container(role).at("/properties/" + field + "/maxItems").asInt();
  }

  private int variableLength(String role) {
    return container(role).at("/properties/exportEnv/items/properties/name/maxLength").asInt();
  }

  private JsonNode container(String role) {
    return role.equals("main") ? spec.path(role) : spec.path(role).path("items");
  }

  private static String name(String prefix, int length, int number) {
    var end = String.valueOf(10000 + number);
    return prefix + "x".repeat(Math.max(0, length - prefix.length() - end.length())) + end;
  }
}
