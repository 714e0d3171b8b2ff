package io.patternedapp.cli.input;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.report.Diagnostic;
import io.patternedapp.cli.report.DiagnosticLevel;
import io.patternedapp.cli.schema.CrdSchema;
import io.patternedapp.cli.schema.DocumentRepair;
import io.patternedapp.cli.schema.SchemaValidator;
import io.patternedapp.cli.yaml.YamlDocument;
import io.patternedapp.cli.yaml.YamlException;
import io.patternedapp.cli.yaml.YamlReader;
import io.patternedapp.validate.Validator;
import io.patternedapp.validate.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parses and validates the PatternedApps in manifests. */
public final class ManifestChecker {

  private final CrdSchema schema;

  public ManifestChecker(CrdSchema schema) {
    this.schema = schema;
  }

  /** Loads several files; reports an error if none of them contains a PatternedApp. */
  public List<CheckedFile> loadFiles(List<InputFile> sources) {
    var files = sources.stream().map(this::loadFile).toList();
    if (!files.isEmpty()
        && files.stream().anyMatch(file -> !file.apps().isEmpty() || file.hasErrors())) {
      return files;
    }
    var names = sources.stream().map(InputFile::name).collect(Collectors.joining(", "));
    var empty =
        Diagnostic.ofFile(
            names, null, DiagnosticLevel.ERROR, "NoPatternedApp", "no PatternedApp found");
    return Stream.concat(
            files.stream(), Stream.of(new CheckedFile(names, List.of(), List.of(empty))))
        .toList();
  }

  private CheckedFile loadFile(InputFile source) {
    List<YamlDocument> documents;
    try {
      documents =
          YamlReader.readDocuments(source.text()).stream()
              .flatMap(YamlDocument::expandList)
              .toList();
    } catch (YamlException e) {
      var error =
          Diagnostic.ofFile(
              source.name(),
              e.position().orElse(null),
              DiagnosticLevel.ERROR,
              "InvalidYaml",
              "invalid YAML: " + e.getMessage());
      return new CheckedFile(source.name(), List.of(), List.of(error));
    }
    var apps = new ArrayList<CheckedApp>();
    var fileDiagnostics = new ArrayList<Diagnostic>();
    for (var document : documents) {
      if (CrdSchema.isPatternedApp(document.tree())) {
        apps.add(loadApp(source.name(), document));
      } else {
        fileDiagnostics.add(
            Diagnostic.ofFile(
                source.name(),
                document.positionOf(""),
                DiagnosticLevel.NOTE,
                "Skipped",
                "skipped " + describe(document.tree())));
      }
    }
    return new CheckedFile(source.name(), apps, fileDiagnostics);
  }

  private CheckedApp loadApp(String file, YamlDocument document) {
    var schemaProblems = SchemaValidator.validate(document.tree(), schema);
    return schemaProblems.isEmpty()
        ? validateApp(file, document)
        : repairAndValidateApp(file, document, schemaProblems);
  }

  private static CheckedApp validateApp(String file, YamlDocument document) {
    try {
      var app = toApp(document.tree());
      return new CheckedApp(app, toDiagnostics(file, document, Validator.validate(app)));
    } catch (IllegalArgumentException | KubernetesClientException e) {
      return new CheckedApp(null, toDiagnostics(file, document, List.of(typeMismatch(e))));
    }
  }

  private CheckedApp repairAndValidateApp(
      String file, YamlDocument document, List<Problem> schemaProblems) {
    var repair = DocumentRepair.repair(document.tree(), schema);
    var problems = new ArrayList<>(repair.rootCauses(schemaProblems));
    try {
      var found = Validator.validate(toApp(repair.document()));
      problems.addAll(DocumentRepair.newProblems(List.copyOf(problems), found));
    } catch (IllegalArgumentException | KubernetesClientException e) {
      // The repaired document is still invalid; the schema problems are reported without the
      // checks.
    }
    return new CheckedApp(null, toDiagnostics(file, document, problems));
  }

  private static PatternedApp toApp(JsonNode tree) {
    return Serialization.unmarshal(tree.toString(), PatternedApp.class);
  }

  private static List<Diagnostic> toDiagnostics(
      String file, YamlDocument document, List<Problem> problems) {
    var name = namespacedName(document.tree());
    return problems.stream()
        .map(p -> Diagnostic.ofApp(file, document.positionOf(p.path()), name, p))
        .sorted(Comparator.comparing(Diagnostic::position))
        .toList();
  }

  /** Reports a value that conforms to the schema but cannot be deserialized. */
  private static Problem typeMismatch(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
        return Problem.error(
            toJsonPath(mapping),
            SchemaValidator.WRONG_TYPE,
            "Invalid value: cannot be converted to the type of the field");
      }
    }
    throw e;
  }

  private static String toJsonPath(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getFieldName())
        .collect(Collectors.joining())
        .substring(1);
  }

  private static String namespacedName(JsonNode document) {
    return Stream.of("namespace", "name")
        .map(field -> document.path("metadata").path(field).asText())
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("/"));
  }

  private static String describe(JsonNode document) {
    var kind = document.path("kind").asText();
    var name = namespacedName(document);
    return kind.isEmpty() ? "document without kind" : kind + (name.isEmpty() ? "" : " " + name);
  }
}
