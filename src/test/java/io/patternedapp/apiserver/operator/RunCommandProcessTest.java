package io.patternedapp.apiserver.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.apiserver.support.OperatorJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests {@code patternedapp run} as a process, without leader election, from its start to SIGTERM.
 */
@ExtendWith(ApiServerExtension.class)
@Timeout(120)
class RunCommandProcessTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web}
      spec: {main: {image: "nginx:1.27", env: [{name: PASSWORD, value: hush-7f3a91}]}}
      """;

  @AutoClose private OperatorFixture fixture;

  @BeforeEach
  void createFixture(ApiServerExtension.TestControlPlane api) {
    fixture = OperatorFixture.withoutOperator(api);
  }

  @Test
  void jsonLogHasOneObjectPerLineAndSigtermExitsWithZero(ApiServerExtension.TestControlPlane api)
      throws Exception {
    try (var operator =
        OperatorJvm.start(
            api,
            "json",
            List.of("-n", fixture.namespace(), "--log-format", "json", "--log-level", "DEBUG"))) {
      await().atMost(Duration.ofSeconds(40)).until(() -> operator.httpStatus("/readyz") == 200);
      assertThat(operator.httpStatus("/livez")).isEqualTo(200);
      fixture.apply(APP);
      fixture.awaitCondition("web", "Applied", "True");
      fixture.reportPodStatus("web", "Running", true);
      fixture.awaitCondition("web", "Ready", "True");

      operator.sendSignal("TERM");
      assertThat(operator.awaitExit(Duration.ofSeconds(5))).as(operator.log()).isZero();

      var lines = parseJsonLines(operator.log());
      var linesOfApp = lines.stream().filter(line -> line.path("mdc").has("app")).toList();
      assertThat(linesOfApp)
          .as("INFO lines of the app: one, for its one transition")
          .filteredOn(line -> line.path("level").asText().equals("INFO"))
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.at("/mdc/app").asText()).isEqualTo(fixture.namespace() + "/web");
                assertThat(line.path("formattedMessage").asText()).startsWith("Ready: ");
              });
      assertThat(linesOfApp)
          .as("DEBUG lines of the app: each write by kind and name")
          .filteredOn(line -> line.path("level").asText().equals("DEBUG"))
          .extracting(line -> line.path("formattedMessage").asText())
          .contains("Created: Pod/web was created");
      assertThat(lines)
          .as("log lines of libraries: no DEBUG or INFO, which may contain whole objects")
          .filteredOn(line -> !line.path("loggerName").asText().startsWith("io.patternedapp"))
          .allMatch(line -> List.of("WARN", "ERROR").contains(line.path("level").asText()));
      assertThat(operator.log()).doesNotContain("hush-7f3a91");
    }
  }

  private static List<JsonNode> parseJsonLines(String log) throws Exception {
    var lines = new ArrayList<JsonNode>();
    for (var line : log.lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }
}
