package io.patternedapp.crd;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Generates the API reference from the CRD: a section for each type and a row for each field of
 * this project. For fields of upstream types the rows link to the Kubernetes API reference.
 */
final class ApiReference {

  private static final String PROJECT_PACKAGE = "io.patternedapp.";
  private static final String UPSTREAM =
      "https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/#";

  private static final String HEAD =
      """
      <!-- Generated from the CRD; see CONTRIBUTING.md for how to regenerate it. -->
      # API reference

      `apiVersion: patternedapp.io/v1alpha1`, `kind: PatternedApp`, short name `papp`, namespaced; subresources `status` \
      and `scale`.
      Each section describes one type. Its heading is the first path at which the type occurs; `[]` stands for each item \
      of a list. **Bold** fields are required.
      Fields of Kubernetes types keep their names and meaning; the column *type* links to the Kubernetes API reference. \
      `kubectl explain patternedapp.spec --recursive` lists all fields.
      """;

  /** A default in a description: a sentence "Defaults to ...", or "(default)" after a value. */
  private static final Pattern DEFAULT_SENTENCE =
      Pattern.compile(" ?Defaults to ((?:[^.]|\\.(?! |$))+)\\.");

  private static final Pattern DEFAULT_WORD = Pattern.compile("\\b([A-Z]\\w+) \\(default\\)");

  private record Section(String path, JsonNode schema, Class<?> type, String description) {}

  private final Map<Class<?>, String> sectionPaths = new HashMap<>();
  private final StringBuilder text = new StringBuilder(HEAD);

  private ApiReference() {}

  /**
   * Returns the content of {@code docs/reference/api.md}.
   *
   * @param crd the CRD
   */
  static String generate(JsonNode crd) {
    var reference = new ApiReference();
    var schema = crd.at("/spec/versions/0/schema/openAPIV3Schema/properties");
    for (var root : List.of("spec", "status")) {
      reference.appendSection(
          root,
          schema.get(root),
          ProjectFields.typeOf(root).orElseThrow(),
          schema.at("/" + root + "/description").asText());
    }
    return reference.text.toString();
  }

  /** Appends the section of a type, followed by the sections of types that first occur in it. */
  private void appendSection(String path, JsonNode schema, Class<?> type, String description) {
    sectionPaths.put(type, path);
    var rows = new StringJoiner("\n");
    var nested = new ArrayList<Section>();
    var fields = new ArrayList<>(schema.path("properties").properties());
    fields.sort(Comparator.comparing(field -> !isRequired(schema, field)));
    for (var field : fields) {
      var plain = path.replace("[]", "") + "." + field.getKey();
      var fieldType = ProjectFields.typeOf(plain);
      if (fieldType.isEmpty()) {
        continue;
      }
      var list = "array".equals(field.getValue().path("type").asText());
      var below = list ? field.getValue().get("items") : field.getValue();
      var fieldPath = path + "." + field.getKey() + (list ? "[]" : "");
      if (isOwnStruct(fieldType.get(), below) && !sectionPaths.containsKey(fieldType.get())) {
        sectionPaths.put(fieldType.get(), fieldPath);
        nested.add(
            new Section(
                fieldPath, below, fieldType.get(), field.getValue().path("description").asText()));
      }
      rows.add(row(field.getKey(), field.getValue(), fieldType.get(), isRequired(schema, field)));
    }
    text.append("\n## ").append(path).append("\n").append(description).append("\n");
    upstreamReference(type).ifPresent(text::append);
    text.append("\n| field | type | default | description |\n|---|---|---|---|\n");
    text.append(rows).append("\n");
    nested.forEach(s -> appendSection(s.path(), s.schema(), s.type(), s.description()));
  }

  private static boolean isRequired(JsonNode schema, Map.Entry<String, JsonNode> field) {
    return StreamSupport.stream(schema.path("required").spliterator(), false)
        .anyMatch(name -> name.asText().equals(field.getKey()));
  }

  private static Optional<String> upstreamReference(Class<?> type) {
    for (var base : List.of(Container.class, Volume.class)) {
      if (base.isAssignableFrom(type)) {
        return Optional.of(
            "\nIt has all fields of core/v1 [%s](%s), and the following:\n"
                .formatted(base.getSimpleName(), link(base)));
      }
    }
    return Optional.empty();
  }

  private String row(String name, JsonNode schema, Class<?> type, boolean required) {
    var description = schema.path("description").asText();
    return "| %s | %s | %s | %s |"
        .formatted(
            required ? "**`" + name + "`**" : "`" + name + "`",
            type(schema, type),
            cell(defaultOf(schema, description)),
            cell(DEFAULT_SENTENCE.matcher(description).replaceAll("").strip()));
  }

  private static String defaultOf(JsonNode schema, String description) {
    if (schema.has("default")) {
      return "`" + schema.get("default").asText() + "`";
    }
    var sentence = DEFAULT_SENTENCE.matcher(description);
    if (sentence.find()) {
      return sentence.group(1);
    }
    var word = DEFAULT_WORD.matcher(description);
    if (!word.find()) {
      return "";
    }
    var isBoolean = "boolean".equals(schema.path("type").asText());
    return "`" + (isBoolean ? word.group(1).toLowerCase(Locale.ROOT) : word.group(1)) + "`";
  }

  private String type(JsonNode schema, Class<?> type) {
    if ("array".equals(schema.path("type").asText())) {
      return "list of " + type(schema.get("items"), type) + bounds(schema, "maxItems", "items");
    }
    if (type == Quantity.class) {
      return "quantity";
    }
    if (type == IntOrString.class) {
      return "integer or string";
    }
    if (schema.has("enum")) {
      var values = new StringJoiner("<br>");
      schema.get("enum").forEach(word -> values.add("`" + word.asText() + "`"));
      return values.toString();
    }
    if (schema.has("additionalProperties")) {
      return "map of " + schema.at("/additionalProperties/type").asText();
    }
    if ("object".equals(schema.path("type").asText())) {
      return type.getName().startsWith(PROJECT_PACKAGE)
          ? "[%s](#%s)".formatted(type.getSimpleName(), anchor(sectionPaths.get(type)))
          : "[%s](%s)".formatted(type.getSimpleName(), link(type));
    }
    return schema.path("type").asText() + range(schema);
  }

  private static String range(JsonNode schema) {
    var from = schema.get("minimum");
    var to = schema.get("maximum");
    if (from != null && to != null) {
      return " %d to %d".formatted(from.asLong(), to.asLong());
    }
    return from == null
        ? bounds(schema, "maxLength", "characters")
        : " from %d".formatted(from.asLong());
  }

  private static String bounds(JsonNode schema, String key, String unit) {
    return schema.has(key) ? ", at most %d %s".formatted(schema.get(key).asLong(), unit) : "";
  }

  private static boolean isOwnStruct(Class<?> type, JsonNode schema) {
    return type.getName().startsWith(PROJECT_PACKAGE) && schema.has("properties");
  }

  private static String link(Class<?> type) {
    var group = type.getPackageName().replace("io.fabric8.kubernetes.api.model", "");
    var name = type.getSimpleName();
    var version =
        group.isEmpty()
            ? name.equals("Condition") ? "v1-meta" : "v1-core"
            : "v1-" + group.split("\\.")[1];
    return UPSTREAM + name.toLowerCase(Locale.ROOT) + "-" + version;
  }

  /** Returns the anchor that GitHub generates for a heading. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
