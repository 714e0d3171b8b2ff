package io.patternedapp.apiserver.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.model.condition.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that the table of {@code kubectl get papp}, as the API server returns it, fits the width of
 * a terminal.
 */
@ExtendWith(ApiServerExtension.class)
@Timeout(60)
class PrinterColumnsTest {

  private static final int TERMINAL_WIDTH = 100;
  private static final int COLUMN_GAP = 3;

  private static final String NAME = "n".repeat(32);

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void kubectlGetRowWithLongValuesFitsTheTerminalWidth(ApiServerExtension.TestControlPlane api)
      throws Exception {
    var namespace = api.createNamespace();
    createAppWithLongValues(api, namespace);
    try {
      var table = fetchTable(api, namespace);
      var columns = columns(table, 0);

      assertThat(columns)
          .extracting(Column::name)
          .containsExactly("Name", "Ready", "Status", "Workload", "NodePorts", "Age");
      assertThat(columns.get(0).width()).isEqualTo(NAME.length());
      assertThat(columns.get(2).width()).isEqualTo(longestNotReadyReason().length());
      assertThat(totalWidth(columns)).isLessThanOrEqualTo(TERMINAL_WIDTH);
      assertThat(columns(table, 1))
          .extracting(Column::name)
          .containsExactly("Main", "Roles", "Message");
    } finally {
      api.admin().resources(PatternedApp.class).inNamespace(namespace).delete();
    }
  }

  private static String longestNotReadyReason() {
    return Arrays.stream(Reason.values())
        .map(Enum::name)
        .filter(reason -> reason.endsWith("NotReady"))
        .max(Comparator.comparingInt(String::length))
        .orElseThrow();
  }

  private static void createAppWithLongValues(
      ApiServerExtension.TestControlPlane api, String namespace) {
    var app =
        Serialization.unmarshal(
            """
            apiVersion: patternedapp.io/v1alpha1
            kind: PatternedApp
            metadata: {name: %s, namespace: %s}
            spec: {main: {image: "registry.example.org/shop/storefront:2026.11.24"}}
            """
                .formatted(NAME, namespace),
            PatternedApp.class);
    api.admin().resource(app).create();
    var summary =
        Map.of(
            "ready", "41/41",
            "status", longestNotReadyReason(),
            "workload", "StatefulSet",
            "roles", "10 init, 10 ambassadors, 10 adapters, 10 sidecars",
            "nodePorts", "80:30080");
    api.admin()
        .resource(app)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(Map.of("status", Map.of("summary", summary))));
  }

  private static JsonNode fetchTable(ApiServerExtension.TestControlPlane api, String namespace)
      throws Exception {
    var client = api.admin().getHttpClient();
    var request =
        client
            .newHttpRequestBuilder()
            .uri(
                "%sapis/patternedapp.io/v1alpha1/namespaces/%s/patternedapps"
                    .formatted(api.admin().getMasterUrl(), namespace))
            .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
            .build();
    return parse(client.sendAsync(request, String.class).get().body());
  }

  private static JsonNode parse(String json) throws IOException {
    return JSON.readTree(json);
  }

  private static List<Column> columns(JsonNode table, int priority) {
    var definitions = table.path("columnDefinitions");
    var columns = new ArrayList<Column>();
    for (int i = 0; i < definitions.size(); i++) {
      if (definitions.get(i).path("priority").asInt() == priority) {
        columns.add(
            new Column(
                definitions.get(i).path("name").asText(),
                table.at("/rows/0/cells").path(i).asText()));
      }
    }
    return columns;
  }

  private static int totalWidth(List<Column> columns) {
    return columns.stream().mapToInt(Column::width).sum() + COLUMN_GAP * (columns.size() - 1);
  }

  private record Column(String name, String cell) {

    /** The length of the longest age that kubectl prints, such as 9y364d. */
    private static final int AGE_WIDTH = 6;

    int width() {
      return name.equals("Age") ? AGE_WIDTH : Math.max(name.length(), cell.length());
    }
  }
}
