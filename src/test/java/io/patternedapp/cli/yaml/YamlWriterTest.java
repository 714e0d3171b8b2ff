package io.patternedapp.cli.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.Expander;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlWriterTest {

  static Stream<Path> goldens() throws IOException {
    try (var folders = Files.list(Path.of("src", "test", "golden"))) {
      return folders
          .filter(Files::isDirectory)
          .sorted()
          .map(folder -> folder.resolve("in.yaml"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void yamlWriterOutputOfGoldenChildrenReadsBackUnchanged(Path golden) throws IOException {
    var app = Serialization.unmarshal(Files.readString(golden), PatternedApp.class);
    for (HasMetadata child : Expander.expand(app).children()) {
      var yaml = YamlWriter.write(child);
      assertThat(YamlReader.readTrees(yaml))
          .hasToString(List.of(Serialization.asJson(child)).toString());
      assertThat(yaml).doesNotContain("!!").startsWith("---\n").endsWith("\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "n",
        "0644",
        "1_0",
        "12:30",
        "2026-11-24",
        "null",
        "~",
        "",
        " ",
        "1e3",
        "-",
        "a: b",
        "# c",
        "tab\there",
        "line\nline",
        "trailing \nspace",
        "\n",
        "ends\n\n",
        "é€😀",
        "\u0000",
        "'",
        "\"",
        "*a",
        "&a",
        "%x",
        "=",
        "<<",
        ".5",
        "{x}"
      })
  void yamlWriterKeepsAmbiguousStringsAsStrings(String text) {
    var map = new ConfigMapBuilder().withNewMetadata().endMetadata().addToData("k", text).build();

    assertThat(YamlReader.readTrees(YamlWriter.write(map)).get(0).at("/data/k").asText())
        .isEqualTo(text);
  }

  @Test
  void yamlWriterRoundTripsRandomText() {
    var random = new Random(42);
    var alphabet = List.of("a", " ", "\n", "\t", ":", "#", "-", "'", "\"", "\\", "1", "|", "é");
    for (int i = 0; i < 5000; i++) {
      yamlWriterKeepsAmbiguousStringsAsStrings(
          random
              .ints(random.nextInt(12), 0, alphabet.size())
              .mapToObj(alphabet::get)
              .collect(Collectors.joining()));
    }
  }

  @Test
  void yamlWriterQuotesOnlyWhereNeeded() {
    var map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("web")
            .endMetadata()
            .addToData("a", "plain")
            .addToData("b", "true")
            .addToData("c", "12:30")
            .addToData("d", "first\nsecond\n")
            .build();

    assertThat(YamlWriter.write(map))
        .isEqualTo(
            """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: web
            data:
              a: plain
              b: 'true'
              c: '12:30'
              d: |
                first
                second
            """);
  }
}
