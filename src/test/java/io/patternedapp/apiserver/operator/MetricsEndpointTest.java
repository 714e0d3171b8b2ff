package io.patternedapp.apiserver.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.ManagementResponse;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.apiserver.support.OperatorJvm;
import io.patternedapp.operator.OperatorRunner;
import io.patternedapp.operator.OperatorSettings;
import io.patternedapp.operator.leader.LeaderElectionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests the metrics endpoint of a running operator against docs/reference/metrics.md, the dashboard
 * and the alerts.
 */
@ExtendWith(ApiServerExtension.class)
@Timeout(120)
class MetricsEndpointTest {

  private static final Pattern TYPE_LINE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern DOCUMENTED_ROW =
      Pattern.compile("\\| `([a-z0-9_]+)` \\| (\\w+) \\|.*");
  private static final Pattern LABEL = Pattern.compile("[{,]([a-z_]+)=\"");

  /** A metric in a query, with its label matchers. */
  private static final Pattern SELECTOR =
      Pattern.compile("\\b((?:patternedapp|jvm|process)_\\w+)(?:\\{([^}]*)})?");

  private static final Pattern LABEL_MATCHER = Pattern.compile("([a-z_]+)(?:=|!=|=~|!~)\"");

  private OperatorFixture fixture;
  private OperatorRunner operator;
  private int port;

  @BeforeEach
  void startOperator(ApiServerExtension.TestControlPlane api) {
    fixture = OperatorFixture.withoutOperator(api);
    operator =
        api.startOperator(
            new OperatorSettings(
                Set.of(fixture.namespace()),
                LeaderElectionSettings.withUniqueIdentity(OperatorJvm.LEASE_NAMESPACE, "metrics"),
                0,
                "1.2.3"));
    port = operator.port();
    fixture.awaitLeadership(port);
    fixture.apply(
        """
        apiVersion: patternedapp.io/v1alpha1
        kind: PatternedApp
        metadata: {name: web}
        spec: {main: {image: "nginx:1.27"}}
        """);
    fixture.awaitCondition("web", "Applied", "True");
  }

  @AfterEach
  void stopOperator() {
    if (operator != null) {
      operator.close();
      fixture.close();
    }
  }

  @Test
  void exposedMetricsAreExactlyTheDocumentedOnes() throws IOException {
    var documented =
        Files.readString(Path.of("docs/reference/metrics.md"))
            .lines()
            .map(DOCUMENTED_ROW::matcher)
            .filter(line -> line.matches())
            .map(line -> line.group(1) + " " + line.group(2))
            .collect(Collectors.toCollection(TreeSet::new));
    // GC pauses are exposed after the first pause that follows the first scrape.
    scrape();
    System.gc();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> scrape().contains("jvm_gc_pause_seconds_sum"));
    var exposed =
        scrape()
            .lines()
            .map(TYPE_LINE::matcher)
            .filter(line -> line.matches())
            .map(line -> line.group(1) + " " + line.group(2))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(exposed).isEqualTo(documented);
  }

  @Test
  void noMetricLabelNamesAnApp() {
    var labels =
        scrape()
            .lines()
            .filter(line -> line.startsWith("patternedapp_"))
            .flatMap(line -> LABEL.matcher(line).results().map(label -> label.group(1)))
            .collect(Collectors.toSet());

    assertThat(labels)
        .containsExactlyInAnyOrder(
            "version", "java", "condition", "status", "result", "verb", "code", "le");
    assertThat(scrape()).doesNotContain(fixture.namespace());
  }

  @Test
  void metricsCountAppsReconcilesAndApiRequests() {
    assertThat(scrape().lines())
        .contains(
            "patternedapp_leader 1.0",
            "patternedapp_apps 1.0",
            "patternedapp_apps_by_condition{condition=\"Accepted\",status=\"True\"} 1.0",
            "patternedapp_apps_by_condition{condition=\"Ready\",status=\"False\"} 1.0",
            "patternedapp_workqueue_depth 0.0")
        .anyMatch(line -> line.startsWith("patternedapp_build_info{java=\""))
        .anyMatch(
            line ->
                line.startsWith(
                    "patternedapp_reconcile_duration_seconds_count{result=\"success\"}"))
        .anyMatch(
            line -> line.startsWith("patternedapp_api_requests_total{code=\"201\",verb=\"patch\"}"))
        .noneMatch(line -> line.equals("patternedapp_workqueue_latency_seconds_count 0"));
  }

  @Test
  void dashboardAndAlertQueriesMatchExposedMetrics() throws IOException {
    var samples = scrape().lines().filter(line -> !line.startsWith("#")).toList();

    for (var query : dashboardAndAlertQueries()) {
      var selectors = SELECTOR.matcher(query).results().toList();
      assertThat(selectors).as(query).isNotEmpty();
      for (var selector : selectors) {
        var labelMatchers = Optional.ofNullable(selector.group(2)).orElse("");
        var labels =
            LABEL_MATCHER.matcher(labelMatchers).results().map(label -> label.group(1)).toList();
        assertThat(samples)
            .as("a sample for %s of %s", selector.group(), query)
            .anyMatch(sample -> matchesSelector(sample, selector.group(1), labels));
      }
    }
  }

  /** Returns the queries of the dashboard and the alerts of the chart. */
  private static List<String> dashboardAndAlertQueries() throws IOException {
    var files = Path.of("deploy", "chart", "files");
    var queries = new ArrayList<String>();
    var dashboard =
        Serialization.unmarshal(Files.readString(files.resolve("dashboard.json")), JsonNode.class);
    var alerts =
        Serialization.unmarshal(Files.readString(files.resolve("rules.yaml")), JsonNode.class);
    dashboard.findValuesAsText("expr", queries);
    alerts.findValuesAsText("expr", queries);
    assertThat(queries).hasSizeGreaterThan(10);
    return queries;
  }

  private static boolean matchesSelector(String sample, String metric, List<String> labels) {
    var name = sample.split("[{ ]", 2)[0];
    return name.equals(metric)
        && LABEL
            .matcher(sample)
            .results()
            .map(label -> label.group(1))
            .collect(Collectors.toSet())
            .containsAll(labels);
  }

  @Test
  void metricsAreServedInOpenMetricsFormatOnRequest() {
    var response =
        ManagementResponse.get(port, "/metrics", "application/openmetrics-text;version=1.0.0");

    assertThat(response.contentType()).startsWith("application/openmetrics-text");
    assertThat(response.body()).endsWith("# EOF\n");
  }

  private String scrape() {
    var response = ManagementResponse.get(port, "/metrics");
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return response.body();
  }
}
