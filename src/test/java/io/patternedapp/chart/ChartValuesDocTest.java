package io.patternedapp.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks that docs/reference/chart-values.md has a row for each value of the chart. */
class ChartValuesDocTest {

  private static final Path VALUES = Path.of("deploy", "chart", "values.yaml");
  private static final Path PAGE = Path.of("docs", "reference", "chart-values.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([\\w.]+)` \\|");

  /** Values that are documented as a whole. */
  private static final Set<String> WHOLE = Set.of("resources", "metrics.dashboard.labels");

  @Test
  void pageListsEveryChartValueAndNoOther() throws IOException {
    var documented =
        ROW.matcher(Files.readString(PAGE))
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    var values = new TreeSet<String>();
    collect(Serialization.unmarshal(Files.readString(VALUES), JsonNode.class), "", values);

    assertThat(documented).isEqualTo(values);
  }

  private static void collect(JsonNode node, String prefix, Set<String> values) {
    for (var field : node.properties()) {
      var path = prefix + field.getKey();
      if (field.getValue().isObject() && !field.getValue().isEmpty() && !WHOLE.contains(path)) {
        collect(field.getValue(), path + ".", values);
      } else {
        values.add(path);
      }
    }
  }
}
