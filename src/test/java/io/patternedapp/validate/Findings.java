package io.patternedapp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.validate.problem.Problem;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The problems of an app, for tests in the form {@code Findings.in(spec).are(...)}. Each problem is
 * one line: its path and its reason, with the prefix "warning" for warnings.
 */
public record Findings(List<Problem> problems) {

  private static final Pattern REPETITION = Pattern.compile("(.)\\*([0-9]+)");

  /**
   * Validates an app with this spec, in YAML. Adds an image to containers without the key {@code
   * image}, because few tests are about images. A value such as {@code x*100} means 100 times x.
   */
  public static Findings in(String spec) {
    return new Findings(Validator.validate(app(spec)));
  }

  /** Creates an app named web with this spec. */
  static PatternedApp app(String spec) {
    ObjectNode tree = yaml("metadata: {name: web}");
    ObjectNode parsed = yaml(spec);
    tree.set("spec", parsed);
    addImage(parsed.withObjectProperty("main"));
    for (var role : List.of("init", "sidecars", "ambassadors", "adapters")) {
      parsed.path(role).forEach(container -> addImage((ObjectNode) container));
    }
    repeat(parsed);
    return Serialization.unmarshal(Serialization.asJson(tree), PatternedApp.class);
  }

  private static ObjectNode yaml(String text) {
    return (ObjectNode) Serialization.unmarshal("---\n" + text, JsonNode.class);
  }

  private static void repeat(JsonNode node) {
    node.forEach(Findings::repeat);
    if (node instanceof ObjectNode object) {
      object.properties().forEach(entry -> entry.setValue(repeated(entry.getValue())));
    }
  }

  private static JsonNode repeated(JsonNode value) {
    var repetition = REPETITION.matcher(value.asText());
    return repetition.matches()
        ? new TextNode(repetition.group(1).repeat(Integer.parseInt(repetition.group(2))))
        : value;
  }

  private static void addImage(ObjectNode container) {
    if (!container.has("image")) {
      container.put("image", "app:1");
    }
  }

  /** Asserts that the validation finds exactly these problems, in this order. */
  public Findings are(String... expected) {
    assertThat(problems)
        .extracting(p -> (p.isError() ? "" : "warning ") + p.path() + " " + p.reason())
        .as("found: %s", problems)
        .containsExactly(expected);
    return this;
  }

  /** Asserts that the validation finds no problem. */
  public void none() {
    are();
  }

  /** Asserts that a message contains the fragment. */
  public Findings saying(String fragment) {
    assertThat(problems).extracting(Problem::message).anyMatch(m -> m.contains(fragment));
    return this;
  }
}
