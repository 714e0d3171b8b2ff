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
 * @param steps from the document down to the field
 */
public record JsonPath(List<Step> steps) {

  private static final Pattern STEP =
      Pattern.compile(
          "(?s)\\[\"(?<key>.*?)\"](?=$|[.\\[])|\\[(?<index>\\d{1,9})]|\\.?(?<name>[^.\\[]+)");

  /** A step down. */
  public sealed interface Step {}

  /** To a member of a mapping. */
  public record Member(String name) implements Step {}

  /** To an item of a list, counted from 0. */
  public record Item(int index) implements Step {}

  /** The path that is written so, as far as it can be told apart. */
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

  /** The path of what this is part of. */
  public JsonPath parent() {
    return new JsonPath(steps.subList(0, steps.size() - 1));
  }

  /** How the path of a member is written. */
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

  /** What is there in a document; a missing node when nothing is. */
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
