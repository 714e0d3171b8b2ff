package io.patternedapp.cli.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The path of a field, such as {@code spec.labels["example.com/a"]} or {@code
 * spec.sidecars[0].name}.
 *
 * @param steps the steps from the root of the document to the field
 */
public record JsonPath(List<Step> steps) {

  private static final Pattern STEP =
      Pattern.compile(
          "(?s)\\[\"(?<key>.*?)\"](?=$|[.\\[])|\\[(?<index>\\d{1,9})]|\\.?(?<name>[^.\\[]+)");

  /** A step from a value to a value inside of it. */
  public sealed interface Step {}

  /** A step to a member of an object. */
  public record Member(String name) implements Step {}

  /** A step to an item of an array; the index starts at 0. */
  public record Item(int index) implements Step {}

  /** Parses a path; stops at the first step that is malformed. */
  public static JsonPath parse(String path) {
    var steps = new ArrayList<Step>();
    var step = STEP.matcher(path);
    int at = 0;
    while (at < path.length() && step.region(at, path.length()).lookingAt()) {
      steps.add(
          step.group("index") == null
              ? new Member(Objects.requireNonNullElse(step.group("name"), step.group("key")))
              : new Item(Integer.parseInt(step.group("index"))));
      at = step.end();
    }
    return new JsonPath(List.copyOf(steps));
  }

  /** Returns the path of the enclosing object or array. */
  public JsonPath parent() {
    return new JsonPath(steps.subList(0, steps.size() - 1));
  }

  /** Formats the path of a member of this path. */
  public String memberPath(String name) {
    var text = new StringBuilder();
    for (var step : steps) {
      text.append(
          step instanceof Member member
              ? (text.isEmpty() ? "" : ".") + member.name()
              : "[" + ((Item) step).index() + "]");
    }
    return text.isEmpty() ? name : text + "." + name;
  }

  public Step lastStep() {
    return steps.get(steps.size() - 1);
  }

  /** Returns the value at this path in a document; a missing node if there is none. */
  public JsonNode resolve(JsonNode document) {
    var node = document;
    for (var step : steps) {
      node =
          step instanceof Member member
              ? node.path(member.name())
              : node.path(((Item) step).index());
    }
    return node;
  }
}
