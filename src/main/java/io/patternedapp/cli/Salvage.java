package io.patternedapp.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patternedapp.validate.Nearest;
import io.patternedapp.validate.Problem;
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
final class Salvage {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** A placeholder may need placeholders in it; deeper than this nothing is required. */
  private static final int ROUNDS = 8;

  private final Schema schema;
  private final JsonNode document;
  private final Set<String> moved = new HashSet<>();
  private int placeholders;

  private Salvage(Schema schema, JsonNode document) {
    this.schema = schema;
    this.document = document;
  }

  /** Salvages a document. */
  static Salvage of(JsonNode document, Schema schema) {
    var salvage = new Salvage(schema, document.deepCopy());
    salvage.mend();
    return salvage;
  }

  /** What is left of it. */
  JsonNode document() {
    return document;
  }

  /** Those of the schema's problems that are not merely what a misspelt name leads to. */
  List<Problem> causes(List<Problem> refused) {
    return refused.stream()
        .filter(p -> !(SchemaWalk.MISSING.equals(p.reason()) && moved.contains(p.path())))
        .toList();
  }

  /**
   * Those problems of what was salvaged that are not merely what the schema's problems lead to.
   *
   * @param causes what the schema says of the document as written
   * @param found what the checks say of what is left
   */
  static List<Problem> news(List<Problem> causes, List<Problem> found) {
    return found.stream()
        .filter(problem -> causes.stream().noneMatch(cause -> covers(cause, problem.path())))
        .toList();
  }

  /** A list or a text that is too long is left as it is, so that what is wrong in it is news. */
  private static boolean covers(Problem cause, String path) {
    if (!path.startsWith(cause.path())) {
      return false;
    }
    var below = path.substring(cause.path().length());
    return below.isEmpty()
        || (!SchemaWalk.OUT_OF_RANGE.equals(cause.reason())
            && (below.startsWith(".") || below.startsWith("[")));
  }

  private void mend() {
    for (int round = 0; round < ROUNDS; round++) {
      var changed = false;
      for (var problem : schema.check(document)) {
        changed |= mend(problem.reason(), JsonPath.parse(problem.path()));
      }
      if (!changed) {
        return;
      }
    }
  }

  private boolean mend(String reason, JsonPath path) {
    var parent = path.parent().in(document);
    return switch (reason) {
      case SchemaWalk.UNKNOWN -> rename((ObjectNode) parent, path);
      case SchemaWalk.MISSING -> path.in(document).isMissingNode() && replace(parent, path);
      case SchemaWalk.WRONG_TYPE, SchemaWalk.NOT_ALLOWED -> dropOrReplace(parent, path);
      case SchemaWalk.OUT_OF_RANGE -> path.in(document).isNumber() && dropOrReplace(parent, path);
      default -> false;
    };
  }

  private boolean rename(ObjectNode parent, JsonPath path) {
    var name = ((JsonPath.Member) path.last()).name();
    var value = parent.remove(name);
    var known = new ArrayList<String>();
    schema.at(path.parent()).path("properties").fieldNames().forEachRemaining(known::add);
    Nearest.of(name, known)
        .filter(meant -> !parent.has(meant))
        .ifPresent(
            meant -> {
              parent.set(meant, value);
              moved.add(path.parent().member(meant));
            });
    return true;
  }

  private boolean dropOrReplace(JsonNode parent, JsonPath path) {
    if (parent instanceof ObjectNode object
        && path.last() instanceof JsonPath.Member member
        && !isRequired(schema.at(path.parent()), member.name())) {
      return object.remove(member.name()) != null;
    }
    return replace(parent, path);
  }

  private boolean replace(JsonNode parent, JsonPath path) {
    var placeholder = placeholder(schema.at(path));
    if (placeholder == null) {
      return false;
    }
    if (path.last() instanceof JsonPath.Item item) {
      ((ArrayNode) parent).set(item.index(), placeholder);
    } else {
      ((ObjectNode) parent).set(((JsonPath.Member) path.last()).name(), placeholder);
    }
    return true;
  }

  private static boolean isRequired(JsonNode schema, String name) {
    return StreamSupport.stream(schema.path("required").spliterator(), false)
        .anyMatch(required -> required.asText().equals(name));
  }

  /** Something that fits a schema and is nowhere else; null where anything fits. */
  private @Nullable JsonNode placeholder(JsonNode wanted) {
    if (wanted.has("enum")) {
      return wanted.get("enum").get(0);
    }
    placeholders++;
    if (wanted.path("x-kubernetes-int-or-string").asBoolean()) {
      return JSON.numberNode(placeholders);
    }
    return switch (wanted.path("type").asText()) {
      case "object" -> JSON.objectNode();
      case "array" -> JSON.arrayNode();
      case "string" -> JSON.textNode("placeholder-" + placeholders);
      case "integer", "number" ->
          JSON.numberNode(Math.max(placeholders, wanted.path("minimum").asInt()));
      case "boolean" -> JSON.booleanNode(false);
      default -> null;
    };
  }
}
