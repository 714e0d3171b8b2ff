package io.patternedapp.cli.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {

  /** The right-hand side is the JSON that kubectl 1.34 produces from the left-hand side. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          y                    | true
          'yes'                | "yes"
          n                    | false
          on                   | true
          0644                 | 420
          0o644                | 420
          -0644                | -420
          08                   | 8
          12:30:45             | "12:30:45"
          2026-11-24T10:00:00Z | "2026-11-24T10:00:00Z"
          1_000                | 1000
          0x10                 | 16
          0b11                 | 3
          1e3                  | 1000
          1.                   | 1
          .5                   | 0.5
          +5                   | 5
          1.5e3                | 1500
          1e400                | "1e400"
          "~"                  | "~"
          !!str 5              | "5"
          18446744073709551616 | 18446744073709551616
          1.2.3                | "1.2.3"
          _1                   | "_1"
          0.5                  | 0.5
          """)
  void yamlScalarsAreResolvedAsByKubectl(String yaml, String json) {
    assertThat(YamlReader.readTrees("a: " + yaml).get(0).get("a")).hasToString(json);
  }

  @Test
  void yamlReaderOmitsFieldsThatAreNull() {
    assertThat(YamlReader.readTrees("a: ~\nb:\nc: {d: null, e: [null]}").get(0))
        .hasToString("{\"c\":{\"e\":[null]}}");
  }

  @Test
  void yamlKeysAreResolvedLikeScalars() {
    assertThat(YamlReader.readTrees("n: 1\n80: 2").get(0)).hasToString("{\"false\":1,\"80\":2}");
  }

  @Test
  void yamlReaderReadsSeveralDocumentsAndSkipsEmptyOnes() {
    assertThat(YamlReader.readTrees("---\n# nothing\n---\na: 1\n---\n{\"b\": 2}\n---\n"))
        .hasToString("[{\"a\":1}, {\"b\":2}]");
  }

  @Test
  void yamlAnchorsAndMergeKeysAreResolved() {
    assertThat(
            YamlReader.readTrees("a: &a {x: 1, y2: 2}\nb: {<<: *a, x: 3}\nc: {<<: [*a, {z: 4}]}")
                .get(0))
        .hasToString(
            "{\"a\":{\"x\":1,\"y2\":2},\"b\":{\"x\":3,\"y2\":2},\"c\":{\"x\":1,\"y2\":2,\"z\":4}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {a: 1, a: 2}   | 1:8 duplicate key "a"
          a: &x {b: *x}  | 1:4 anchor contains itself
          a: !mine 5     | 1:4 unknown tag !mine
          {[1]: 2}       | 1:2 a key must be a scalar
          {<<: 5}        | 1:6 merge key << requires a mapping
          a: [1          | 1:6 expected ',' or ']', but got <stream end>
          a: b: c        | 1:5 mapping values are not allowed here
          """)
  void yamlSyntaxErrorHasItsPositionAndAMessage(String yaml, String message) {
    assertThatThrownBy(() -> YamlReader.readTrees(yaml))
        .isInstanceOfSatisfying(
            YamlException.class,
            e -> assertThat(e.position().orElseThrow() + " " + e.getMessage()).isEqualTo(message));
  }
}
