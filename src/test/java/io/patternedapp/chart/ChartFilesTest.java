package io.patternedapp.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.GoldenFile;
import io.patternedapp.crd.CrdFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Checks the generated files of {@code deploy/} and the validation of chart values. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(60)
class ChartFilesTest {

  private static final Path CHART = Path.of("deploy", "chart");

  private static final String HEAD =
      """
      # Generated from deploy/chart; see CONTRIBUTING.md for how to update it. To install the CRD and the operator:
      #   kubectl apply -f deploy/install.yaml
      apiVersion: v1
      kind: Namespace
      metadata:
        name: patternedapp-system
        labels:
          pod-security.kubernetes.io/enforce: restricted
      """;

  /** Runs first, since the rendered chart includes the file. */
  @Test
  @Order(1)
  void chartContainsTheGeneratedCrd() {
    GoldenFile.assertMatches(CHART.resolve("files/crd.yaml"), CrdFile.generate());
  }

  @Test
  @Order(2)
  void installYamlEqualsTheRenderedChart() throws Exception {
    GoldenFile.assertMatches(
        Path.of("deploy", "install.yaml"),
        HEAD + helm().template("patternedapp-operator", "patternedapp-system"));
  }

  @Test
  void chartVersionEqualsProjectVersion() throws IOException {
    var project = Files.readString(Path.of("pom.xml")).split("<version>")[1].split("<")[0];
    var chart = yaml(Files.readString(CHART.resolve("Chart.yaml")));

    assertThat(chart.path("version").asText()).isEqualTo(project);
    assertThat(chart.path("appVersion").asText()).isEqualTo(project);
    assertThat(Files.readString(Path.of("Dockerfile"))).contains("version=\"" + project + "\"");
  }

  @Test
  void watchNamespacesLimitClusterRoleToNodes() throws Exception {
    var rules = new ArrayList<String>();
    for (var document :
        helm().template("x", "system", "--set", "watchNamespaces={a,b}").split("---\n")) {
      var object = yaml(document);
      if (object.path("kind").asText().equals("ClusterRole")
          && !object.at("/metadata/labels").toString().contains("aggregate-to")) {
        object.path("rules").forEach(rule -> rules.add(rule.toString()));
      }
    }

    assertThat(rules)
        .as("nodes are cluster-scoped")
        .containsExactly("{\"apiGroups\":[\"\"],\"resources\":[\"nodes\"],\"verbs\":[\"get\"]}");
  }

  @Test
  void unknownOrInvalidChartValueIsRejected() throws Exception {
    var helm = helm();
    for (var invalidValue :
        List.of("replica=2", "log.format=xml", "image.digest=latest", "watchNamespaces={A}")) {
      assertThatThrownBy(() -> helm.template("x", "system", "--set", invalidValue))
          .as(invalidValue)
          .hasMessageContaining("values don't meet the specifications of the schema");
    }
  }

  @Test
  void severalReplicasWithoutLeaderElectionAreRejected() {
    var helm = helm();
    assertThatThrownBy(
            () -> helm.template("x", "system", "--set", "replicas=2,leaderElection=false"))
        .hasMessageContaining("leaderElection");
  }

  private static JsonNode yaml(String text) {
    var node = Serialization.unmarshal(text, JsonNode.class);
    return node == null ? Serialization.unmarshal("{}", JsonNode.class) : node;
  }

  private static Helm helm() {
    var helm = Helm.find();
    if (helm.isEmpty()) {
      System.err.println(
          "SKIPPED: a test of the chart. helm is neither in KUBEBUILDER_ASSETS nor in PATH");
    }
    assumeTrue(helm.isPresent(), "helm is not available");
    return helm.orElseThrow();
  }
}
