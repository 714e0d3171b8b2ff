package io.patternedapp.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a field, such as {@code spec.labels["example.com/a"]} or {@code
 * spec.sidecars[0].name}.
 *
 * @param steps from the document down to the field
 */
record JsonPath(List<Step> steps) {

  private static final String QUOTE = "[\"";
  private static final String UNQUOTE = "\"]";

  /** A step down. */
  sealed interface Step {}

  /** To a member of a mapping. */
  record Member(String name) implements Step {}

  /** To an item of a list, counted from 0. */
  record Item(int index) implements Step {}

  /** The path that is written so. */
  static JsonPath parse(String path) {
    var steps = new ArrayList<Step>();
    int at = 0;
    while (at < path.length()) {
      if (path.startsWith(QUOTE, at)) {
        int end = end(path, UNQUOTE, at);
        steps.add(new Member(path.substring(at + QUOTE.length(), end)));
        at = end + UNQUOTE.length();
      } else if (path.charAt(at) == '[') {
        int end = end(path, "]", at);
        steps.add(new Item(Integer.parseInt(path.substring(at + 1, end))));
        at = end + 1;
      } else {
        int start = path.charAt(at) == '.' ? at + 1 : at;
        at = start;
        while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
          at++;
        }
        steps.add(new Member(path.substring(start, at)));
      }
    }
    return new JsonPath(List.copyOf(steps));
  }

  /** The path of what this is part of. */
  JsonPath parent() {
    return new JsonPath(steps.subList(0, steps.size() - 1));
  }

  /** How the path of a member is written. */
  String member(String name) {
    var text = new StringBuilder();
    for (var step : steps) {
      text.append(
          step instanceof Member member
              ? (text.isEmpty() ? "" : ".") + member.name()
              : "[" + ((Item) step).index() + "]");
    }
    return text.isEmpty() ? name : text + "." + name;
  }

  Step last() {
    return steps.get(steps.size() - 1);
  }

  /** What is there in a document; a missing node when nothing is. */
  JsonNode in(JsonNode document) {
    var node = document;
    for (var step : steps) {
      node =
          step instanceof Member member
              ? node.path(member.name())
              : node.path(((Item) step).index());
    }
    return node;
  }

  private static int end(String path, String mark, int from) {
    int end = path.indexOf(mark, from);
    if (end < 0) {
      throw new IllegalArgumentException("no path: " + path);
    }
    return end;
  }
}
