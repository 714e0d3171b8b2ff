package io.patternedapp.cli.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlDocumentTest {

  private static final String TEXT =
      """
      # a comment
      spec:
        labels: {"example.com/a": x, b: &b {c: 1}}
        list:
        - name: é, deep: no
        -
          name: b
        merged: {<<: *b, d: 2}
        several:
          <<: [*b, {e: 3}]
      """
          .replace("name: é, deep: no", "{name: é, deep: [[1, 2]]}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spec                         | 2:1
          spec.labels                  | 3:3
          spec.labels["example.com/a"] | 3:12
          spec.labels.b.c              | 3:39
          spec.list                    | 4:3
          spec.list[0]                 | 5:5
          spec.list[0].deep            | 5:15
          spec.list[0].deep[0][1]      | 5:26
          spec.list[1]                 | 7:5
          spec.list[1].name            | 7:5
          spec.merged.d                | 8:20
          spec.merged.c                | 3:39
          spec.several.e               | 10:15
          spec.several.c               | 3:39
          spec.list[1].image           | 7:5
          spec.list[7].name            | 4:3
          spec.list.name               | 4:3
          spec.labels.z.y              | 3:3
          metadata.name                | 2:1
          """)
  void yamlPositionOfAFieldIsItsLineAndColumn(String path, String position) {
    assertThat(YamlReader.readDocuments(TEXT).get(0).positionOf(path)).hasToString(position);
  }

  @Test
  void yamlPositionCountsLinesFromTheBeginningOfTheFile() {
    var documents = YamlReader.readDocuments("a: 1\n---\n# b\nb: 2\n");

    assertThat(documents.get(0).positionOf("a")).hasToString("1:1");
    assertThat(documents.get(1).positionOf("b")).hasToString("4:1");
  }

  @Test
  void yamlPositionIsFoundInItemsOfAKubernetesList() {
    var items =
        YamlReader.readDocuments("kind: List\nitems:\n- a: 1\n- b: 2\n")
            .get(0)
            .expandList()
            .toList();

    assertThat(items.get(1).positionOf("b")).hasToString("4:3");
  }
}
