package io.patternedapp.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patternedapp.cli.yaml.JsonPath;
import io.patternedapp.validate.format.Suggestions;
import io.patternedapp.validate.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a document that its schema refuses one that fits, so that the checks can look at the
 * rest of it: a field under a misspelt name moves to the nearest, a value that does not fit goes,
 * or gives way to a placeholder where something has to stand.
 */
public final class DocumentRepair {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** A placeholder may need placeholders in it; deeper than this nothing is required. */
  private static final int MAX_ROUNDS = 8;

  private final CrdSchema schema;
  private final JsonNode document;
  private final Set<String> renamedPaths = new HashSet<>();
  private int placeholderCount;

  private DocumentRepair(CrdSchema schema, JsonNode document) {
    this.schema = schema;
    this.document = document;
  }

  /** Salvages a document. */
  public static DocumentRepair repair(JsonNode document, CrdSchema schema) {
    var repair = new DocumentRepair(schema, document.deepCopy());
    repair.repairDocument();
    return repair;
  }

  /** What is left of it. */
  public JsonNode document() {
    return document;
  }

  /** Those of the schema's problems that are not merely what a misspelt name leads to. */
  public List<Problem> rootCauses(List<Problem> schemaProblems) {
    return schemaProblems.stream()
        .filter(
            p -> !(SchemaValidator.MISSING.equals(p.reason()) && renamedPaths.contains(p.path())))
        .toList();
  }

  /**
   * Those problems of what was salvaged that are not merely what the schema's problems lead to.
   *
   * @param causes what the schema says of the document as written
   * @param found what the checks say of what is left
   */
  public static List<Problem> newProblems(List<Problem> causes, List<Problem> found) {
    return found.stream()
        .filter(
            problem -> causes.stream().noneMatch(cause -> isConsequenceOf(cause, problem.path())))
        .toList();
  }

  /** A list or a text that is too long is left as it is, so that what is wrong in it is news. */
  private static boolean isConsequenceOf(Problem cause, String path) {
    if (!path.startsWith(cause.path())) {
      return false;
    }
    var below = path.substring(cause.path().length());
    return below.isEmpty()
        || (!SchemaValidator.OUT_OF_RANGE.equals(cause.reason())
            && (below.startsWith(".") || below.startsWith("[")));
  }

  private void repairDocument() {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      var changed = false;
      for (var problem : schema.validate(document)) {
        changed |= repairProblem(problem.reason(), JsonPath.parse(problem.path()));
      }
      if (!changed) {
        return;
      }
    }
  }

  private boolean repairProblem(String reason, JsonPath path) {
    var parent = path.parent().resolve(document);
    return switch (reason) {
      case SchemaValidator.UNKNOWN_FIELD -> renameToNearest((ObjectNode) parent, path);
      case SchemaValidator.MISSING ->
          path.resolve(document).isMissingNode() && replaceWithPlaceholder(parent, path);
      case SchemaValidator.WRONG_TYPE, SchemaValidator.NOT_ALLOWED -> removeOrReplace(parent, path);
      case SchemaValidator.OUT_OF_RANGE ->
          path.resolve(document).isNumber() && removeOrReplace(parent, path);
      default -> false;
    };
  }

  private boolean renameToNearest(ObjectNode parent, JsonPath path) {
    var name = ((JsonPath.Member) path.lastStep()).name();
    var value = parent.remove(name);
    var knownFields = new ArrayList<String>();
    schema
        .subschemaAt(path.parent())
        .path("properties")
        .fieldNames()
        .forEachRemaining(knownFields::add);
    Suggestions.findClosest(name, knownFields)
        .filter(suggestion -> !parent.has(suggestion))
        .ifPresent(
            suggestion -> {
              parent.set(suggestion, value);
              renamedPaths.add(path.parent().memberPath(suggestion));
            });
    return true;
  }

  private boolean removeOrReplace(JsonNode parent, JsonPath path) {
    if (parent instanceof ObjectNode object
        && path.lastStep() instanceof JsonPath.Member member
        && !isRequired(schema.subschemaAt(path.parent()), member.name())) {
      return object.remove(member.name()) != null;
    }
    return replaceWithPlaceholder(parent, path);
  }

  private boolean replaceWithPlaceholder(JsonNode parent, JsonPath path) {
    var placeholder = createPlaceholder(schema.subschemaAt(path));
    if (placeholder == null) {
      return false;
    }
    if (path.lastStep() instanceof JsonPath.Item item) {
      ((ArrayNode) parent).set(item.index(), placeholder);
    } else {
      ((ObjectNode) parent).set(((JsonPath.Member) path.lastStep()).name(), placeholder);
    }
    return true;
  }

  private static boolean isRequired(JsonNode schema, String name) {
    return StreamSupport.stream(schema.path("required").spliterator(), false)
        .anyMatch(required -> required.asText().equals(name));
  }

  /** Something that fits a schema and is nowhere else; null where anything fits. */
  private @Nullable JsonNode createPlaceholder(JsonNode fieldSchema) {
    if (fieldSchema.has("enum")) {
      return fieldSchema.get("enum").get(0);
    }
    placeholderCount++;
    if (fieldSchema.path("x-kubernetes-int-or-string").asBoolean()) {
      return JSON.numberNode(placeholderCount);
    }
    return switch (fieldSchema.path("type").asText()) {
      case "object" -> JSON.objectNode();
      case "array" -> JSON.arrayNode();
      case "string" -> JSON.textNode("placeholder-" + placeholderCount);
      case "integer", "number" ->
          JSON.numberNode(Math.max(placeholderCount, fieldSchema.path("minimum").asInt()));
      case "boolean" -> JSON.booleanNode(false);
      default -> null;
    };
  }
}
