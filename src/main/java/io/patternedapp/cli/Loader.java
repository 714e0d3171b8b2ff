package io.patternedapp.cli;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.validate.Problem;
import io.patternedapp.validate.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From the text of a file to the apps in it and all that is wrong with them. */
final class Loader {

  private final Schema schema;

  Loader(Schema schema) {
    this.schema = schema;
  }

  LoadedFile load(Source source) {
    List<JsonNode> documents;
    try {
      documents = YamlReader.read(source.text()).stream().flatMap(Loader::items).toList();
    } catch (YamlException e) {
      return new LoadedFile(
          source.name(), List.of(), List.of(), "it is not YAML: " + e.getMessage());
    }
    var apps = new ArrayList<LoadedApp>();
    var others = new ArrayList<String>();
    for (var document : documents) {
      if (Schema.isApp(document)) {
        apps.add(app(document));
      } else {
        others.add(describe(document));
      }
    }
    return new LoadedFile(source.name(), apps, others, null);
  }

  /** The items of a List, as kubectl get -o yaml writes it; else the document itself. */
  private static Stream<JsonNode> items(JsonNode document) {
    var items = new ArrayList<JsonNode>();
    if ("List".equals(document.path("kind").asText()) && document.path("items").isArray()) {
      document.get("items").forEach(items::add);
      return items.stream();
    }
    return Stream.of(document);
  }

  private LoadedApp app(JsonNode document) {
    var name = name(document);
    var problems = schema.check(document);
    if (!problems.isEmpty()) {
      return new LoadedApp(name, null, problems);
    }
    try {
      var app = Serialization.unmarshal(document.toString(), PatternedApp.class);
      return new LoadedApp(name, app, Validator.validate(app));
    } catch (IllegalArgumentException | KubernetesClientException e) {
      return new LoadedApp(name, null, List.of(misfit(e)));
    }
  }

  /** A value of the right type that is still none, such as a number beyond 32 bits. */
  private static Problem misfit(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
        return Problem.error(path(mapping), SchemaWalk.WRONG_TYPE, "is not a value of its type");
      }
    }
    throw e;
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getFieldName())
        .collect(Collectors.joining())
        .substring(1);
  }

  private static String name(JsonNode document) {
    return Stream.of("namespace", "name")
        .map(field -> document.path("metadata").path(field).asText())
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("/"));
  }

  private static String describe(JsonNode document) {
    var kind = document.path("kind").asText();
    var name = name(document);
    return kind.isEmpty() ? "a document without a kind" : kind + (name.isEmpty() ? "" : " " + name);
  }
}
