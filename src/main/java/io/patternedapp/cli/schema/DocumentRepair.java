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
 * Changes a document with schema problems to one that conforms to the schema, so that the checks
 * can report further problems at once: renames an unknown field to the closest known one, removes
 * invalid values, and sets a placeholder where the schema requires a value.
 */
public final class DocumentRepair {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Placeholders can require nested placeholders; the schema has no required field deeper. */
  private static final int MAX_ROUNDS = 8;

  private final CrdSchema schema;
  private final JsonNode document;
  private final Set<String> renamedPaths = new HashSet<>();
  private int placeholderCount;

  private DocumentRepair(CrdSchema schema, JsonNode document) {
    this.schema = schema;
    this.document = document;
  }

  /** Repairs a copy of the document. */
  public static DocumentRepair repair(JsonNode document, CrdSchema schema) {
    var repair = new DocumentRepair(schema, document.deepCopy());
    repair.repairDocument();
    return repair;
  }

  /** Returns the repaired document. */
  public JsonNode document() {
    return document;
  }

  /** Returns the schema problems without the missing fields that a misspelled name explains. */
  public List<Problem> rootCauses(List<Problem> schemaProblems) {
    return schemaProblems.stream()
        .filter(
            p -> !(SchemaValidator.MISSING.equals(p.reason()) && renamedPaths.contains(p.path())))
        .toList();
  }

  /**
   * Returns the problems of the repaired document that are not consequences of schema problems.
   *
   * @param causes the schema problems of the original document
   * @param found the problems that the checks found in the repaired document
   */
  public static List<Problem> newProblems(List<Problem> causes, List<Problem> found) {
    return found.stream()
        .filter(
            problem -> causes.stream().noneMatch(cause -> isConsequenceOf(cause, problem.path())))
        .toList();
  }

  /** Lists and strings that are too long are not repaired, so problems inside them are new. */
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
      for (var problem : SchemaValidator.validate(document, schema)) {
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

  /** Creates a unique value that conforms to a schema; null if the schema accepts any value. */
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
