package io.patternedapp.cli;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.report.Diagnostic;
import io.patternedapp.cli.report.Level;
import io.patternedapp.validate.Problem;
import io.patternedapp.validate.Validator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From the text of a file to the apps in it and all that is to tell about them. */
final class Loader {

  private final Schema schema;

  Loader(Schema schema) {
    this.schema = schema;
  }

  /** Loads several, and says so when there is no app in any. */
  List<LoadedFile> load(List<Source> sources) {
    var files = sources.stream().map(this::load).toList();
    if (!files.isEmpty()
        && files.stream().anyMatch(file -> !file.apps().isEmpty() || file.hasErrors())) {
      return files;
    }
    var names = sources.stream().map(Source::name).collect(Collectors.joining(", "));
    var empty =
        Diagnostic.ofFile(names, null, Level.ERROR, "NoApp", "there is no PatternedApp in it");
    return Stream.concat(
            files.stream(), Stream.of(new LoadedFile(names, List.of(), List.of(empty))))
        .toList();
  }

  private LoadedFile load(Source source) {
    List<YamlDocument> documents;
    try {
      documents =
          YamlReader.documents(source.text()).stream().flatMap(YamlDocument::items).toList();
    } catch (YamlException e) {
      var error =
          Diagnostic.ofFile(
              source.name(),
              e.position().orElse(null),
              Level.ERROR,
              "NotYaml",
              "it is not YAML: " + e.getMessage());
      return new LoadedFile(source.name(), List.of(), List.of(error));
    }
    var apps = new ArrayList<LoadedApp>();
    var notes = new ArrayList<Diagnostic>();
    for (var document : documents) {
      if (Schema.isApp(document.tree())) {
        apps.add(app(source.name(), document));
      } else {
        notes.add(
            Diagnostic.ofFile(
                source.name(),
                document.positionOf(""),
                Level.NOTE,
                "PassedOver",
                "passed over " + describe(document.tree())));
      }
    }
    return new LoadedFile(source.name(), apps, notes);
  }

  private LoadedApp app(String file, YamlDocument document) {
    var refused = schema.check(document.tree());
    return refused.isEmpty() ? fitting(file, document) : salvaged(file, document, refused);
  }

  private static LoadedApp fitting(String file, YamlDocument document) {
    try {
      var app = parse(document.tree());
      return new LoadedApp(app, tell(file, document, Validator.validate(app)));
    } catch (IllegalArgumentException | KubernetesClientException e) {
      return new LoadedApp(null, tell(file, document, List.of(misfit(e))));
    }
  }

  private LoadedApp salvaged(String file, YamlDocument document, List<Problem> refused) {
    var salvage = Salvage.of(document.tree(), schema);
    var problems = new ArrayList<>(salvage.causes(refused));
    try {
      var found = Validator.validate(parse(salvage.document()));
      problems.addAll(Salvage.news(List.copyOf(problems), found));
    } catch (IllegalArgumentException | KubernetesClientException e) {
      // What cannot be checked yet has problems enough to begin with.
    }
    return new LoadedApp(null, tell(file, document, problems));
  }

  private static PatternedApp parse(JsonNode tree) {
    return Serialization.unmarshal(tree.toString(), PatternedApp.class);
  }

  private static List<Diagnostic> tell(String file, YamlDocument document, List<Problem> problems) {
    var name = name(document.tree());
    return problems.stream()
        .map(p -> Diagnostic.ofApp(file, document.positionOf(p.path()), name, p))
        .sorted(Comparator.comparing(Diagnostic::position))
        .toList();
  }

  /** A value of the right type that is still none. */
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
