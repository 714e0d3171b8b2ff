package io.patternedapp.expand;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExpanderTest {

  private static final Path CASES = Path.of("src", "test", "golden");

  static Stream<Path> cases() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders
          .filter(Files::isDirectory)
          .sorted()
          .map(folder -> folder.resolve("in.yaml"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void expansionSharesNoStateWithTheApp(Path file) throws IOException {
    var app = Serialization.unmarshal(Files.readString(file), PatternedApp.class);
    var before = Serialization.asJson(app);

    var children = Expander.expand(app).children();
    children.forEach(child -> child.getMetadata().getLabels().put("touched", "true"));
    children.forEach(ExpanderTest::touch);

    assertThat(Serialization.asJson(app)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void expansionIsDeterministicForEqualApps(Path file) throws IOException {
    var app = Serialization.unmarshal(Files.readString(file), PatternedApp.class);
    var again = Serialization.unmarshal(Serialization.asJson(app), PatternedApp.class);

    assertThat(Expander.expand(again).children()).isEqualTo(Expander.expand(app).children());
  }

  @Test
  void hashIgnoresMapOrderButNotListOrder() {
    var one = new LinkedHashMap<String, Object>();
    one.put("b", List.of(1, 2));
    one.put("a", Map.of("x", "y"));

    assertThat(ContentHash.compute(one))
        .isEqualTo(ContentHash.compute(new TreeMap<>(one)))
        .isEqualTo("666a43d1f6");
    assertThat(ContentHash.compute(List.of(1, 2))).isNotEqualTo(ContentHash.compute(List.of(2, 1)));
    assertThat(ContentHash.compute("")).matches("[0-9a-f]{10}");
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          another image         | main: {image: b}                                 | false
          another label         | {main: {image: a}, labels: {x: y}}               | true
          another annotation    | {main: {image: a}, pod: {annotations: {x: y}}}   | true
          another pod setting   | {main: {image: a}, pod: {hostname: h}}           | false
          a restart             | {main: {image: a}, restartedAt: now}             | false
          no restart            | {main: {image: a}, restartedAt: ''}              | true
          a new file            | main: {image: a, files: [{mountPath: /a, data: {f: x}}]} | false
          a Service             | {main: {image: a, ports: [{containerPort: 80}]}, service: {}} | false
          """)
  void templateHashIgnoresLabelAndAnnotationChanges(String scenario, String spec, boolean same) {
    assertThat(templateHash(spec).equals(templateHash("main: {image: a}"))).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          metadata.labels['a']      | false
          metadata.annotations['a'] | false
          metadata.name             | true
          """)
  void templateHashIncludesLabelsReadByFieldRef(String path, boolean same) {
    var appReadingField =
        "main: {image: a, env: [{name: B, value: c}, {name: A, valueFrom: {fieldRef: {fieldPath: \"%s\"}}}]}"
            .formatted(path);

    assertThat(
            templateHash("{" + appReadingField + ", labels: {x: y}}")
                .equals(templateHash(appReadingField)))
        .isEqualTo(same);
  }

  @Test
  void deploymentRollingUpdateDefaultsAreExplicit() {
    assertThat(strategy("{}")).isEqualTo("{\"maxSurge\":\"25%\",\"maxUnavailable\":\"25%\"}");
    assertThat(strategy("{rollingUpdate: {maxSurge: 0}}"))
        .isEqualTo("{\"maxSurge\":0,\"maxUnavailable\":\"25%\"}");
    assertThat(strategy("{type: Recreate}")).isEqualTo("null");
  }

  @Test
  void statefulSetRollingUpdateDefaultsAreExplicit() {
    var app =
        "{main: {image: a}, workload: {kind: StatefulSet, statefulSet: {updateStrategy: %s}}}";

    assertThat(partition(app.formatted("{}"))).isZero();
    assertThat(partition(app.formatted("{rollingUpdate: {partition: 2}}"))).isEqualTo(2);
    assertThat(
            AppYaml.firstChild(app.formatted("{type: OnDelete}"), StatefulSet.class)
                .getSpec()
                .getUpdateStrategy()
                .getRollingUpdate())
        .isNull();
  }

  private static String strategy(String written) {
    var app = "{main: {image: a}, workload: {kind: Deployment, deployment: {strategy: %s}}}";
    return Serialization.asJson(
        AppYaml.firstChild(app.formatted(written), Deployment.class)
            .getSpec()
            .getStrategy()
            .getRollingUpdate());
  }

  private static int partition(String app) {
    return AppYaml.firstChild(app, StatefulSet.class)
        .getSpec()
        .getUpdateStrategy()
        .getRollingUpdate()
        .getPartition();
  }

  private static String templateHash(String spec) {
    return AppYaml.firstChild(spec, Pod.class)
        .getMetadata()
        .getAnnotations()
        .get(Annotations.TEMPLATE_HASH);
  }

  private static void touch(HasMetadata child) {
    if (child instanceof Pod pod) {
      pod.getSpec().getContainers().forEach(container -> container.setImage("touched"));
      pod.getSpec().getVolumes().forEach(volume -> volume.setName("touched"));
    }
    if (child instanceof Deployment deployment) {
      deployment.getSpec().getTemplate().getSpec().setHostname("touched");
    }
  }
}
