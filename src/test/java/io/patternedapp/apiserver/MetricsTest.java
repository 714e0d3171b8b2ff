package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.operator.OperatorProcess;
import io.patternedapp.operator.OperatorSettings;
import io.patternedapp.operator.leader.ElectionSettings;
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

/** What a running operator tells Prometheus, against what docs/metrics.md says of it. */
@ExtendWith(ApiServer.class)
@Timeout(120)
class MetricsTest {

  private static final Pattern FAMILY = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern DOCUMENTED = Pattern.compile("\\| `([a-z0-9_]+)` \\| (\\w+) \\|.*");
  private static final Pattern LABEL = Pattern.compile("[{,]([a-z_]+)=\"");

  /** A metric in a query, with what it says of its labels. */
  private static final Pattern SELECTOR =
      Pattern.compile("\\b((?:patternedapp|jvm|process)_\\w+)(?:\\{([^}]*)})?");

  private static final Pattern MATCHED = Pattern.compile("([a-z_]+)(?:=|!=|=~|!~)\"");

  private Lab lab;
  private OperatorProcess operator;
  private int port;

  @BeforeEach
  void startOperator(ApiServer.Shared api) {
    lab = Lab.withoutOperator(api);
    operator =
        api.startOperator(
            new OperatorSettings(
                Set.of(lab.namespace()),
                ElectionSettings.of(OperatorJvm.LEASE_NAMESPACE, "metrics"),
                0,
                "1.2.3"));
    port = operator.port();
    lab.untilLeading(port);
    lab.apply(
        """
        apiVersion: patternedapp.io/v1alpha1
        kind: PatternedApp
        metadata: {name: web}
        spec: {main: {image: "nginx:1.27"}}
        """);
    lab.untilCondition("web", "Applied", "True");
  }

  @AfterEach
  void stopOperator() {
    if (operator != null) {
      operator.close();
      lab.close();
    }
  }

  @Test
  void everyMetricIsDocumentedAndEveryDocumentedOneIsThere() throws IOException {
    var documented =
        Files.readString(Path.of("docs/metrics.md"))
            .lines()
            .map(DOCUMENTED::matcher)
            .filter(line -> line.matches())
            .map(line -> line.group(1) + " " + line.group(2))
            .collect(Collectors.toCollection(TreeSet::new));
    // Pauses are told of from the first one after the first scrape.
    scrape();
    System.gc();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> scrape().contains("jvm_gc_pause_seconds_sum"));
    var told =
        scrape()
            .lines()
            .map(FAMILY::matcher)
            .filter(line -> line.matches())
            .map(line -> line.group(1) + " " + line.group(2))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(told).isEqualTo(documented);
  }

  @Test
  void noLabelNamesAnApp() {
    var labels =
        scrape()
            .lines()
            .filter(line -> line.startsWith("patternedapp_"))
            .flatMap(line -> LABEL.matcher(line).results().map(label -> label.group(1)))
            .collect(Collectors.toSet());

    assertThat(labels)
        .containsExactlyInAnyOrder(
            "version", "java", "condition", "status", "result", "verb", "code", "le");
    assertThat(scrape()).doesNotContain(lab.namespace());
  }

  @Test
  void countsWhatWasDone() {
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
  void theDashboardAndTheAlertsAskForWhatIsThere() throws IOException {
    var samples = scrape().lines().filter(line -> !line.startsWith("#")).toList();

    for (var query : queries()) {
      var selectors = SELECTOR.matcher(query).results().toList();
      assertThat(selectors).as(query).isNotEmpty();
      for (var selector : selectors) {
        var wanted = Optional.ofNullable(selector.group(2)).orElse("");
        var labels = MATCHED.matcher(wanted).results().map(label -> label.group(1)).toList();
        assertThat(samples)
            .as("a sample for %s of %s", selector.group(), query)
            .anyMatch(sample -> isOf(sample, selector.group(1), labels));
      }
    }
  }

  /** Of the dashboard and the alerts that the chart brings. */
  private static List<String> queries() throws IOException {
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

  private static boolean isOf(String sample, String metric, List<String> labels) {
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
  void speaksOpenMetricsWhereAskedTo() {
    var answer = HttpAnswer.get(port, "/metrics", "application/openmetrics-text;version=1.0.0");

    assertThat(answer.contentType()).startsWith("application/openmetrics-text");
    assertThat(answer.body()).endsWith("# EOF\n");
  }

  private String scrape() {
    var answer = HttpAnswer.get(port, "/metrics");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }
}
