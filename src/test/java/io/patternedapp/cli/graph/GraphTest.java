package io.patternedapp.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.Example;
import io.patternedapp.GoldenFile;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class GraphTest {

  private static final Path GOLDENS = Path.of("src", "test", "graph");

  /** An app with features that no example has: several ports, claims, devices, no isolation. */
  private static final String UNCOMMON_APP =
      """
      metadata: {name: odd}
      spec:
        replicas: 3
        workload:
          kind: StatefulSet
          statefulSet:
            volumeClaimTemplates: [{metadata: {name: data}, spec: {}}]
        main:
          image: 'db:1'
          ports: [{containerPort: 53}, {containerPort: 53, protocol: UDP}]
          volumeMounts: [{name: data, mountPath: /data}, {name: keys, mountPath: /keys, readOnly: true}]
          volumeDevices: [{name: raw, devicePath: /dev/raw}]
        sidecars:
        - {name: a-b, image: 'x"<&>#:1', mode: Regular, exportEnv: [{name: KEY, value: secret-value}]}
        - {name: c, image: 'c:1', startAfter: [d]}
        - {name: d, image: 'd:1'}
        ambassadors:
        - {name: gate, image: 'g:1', isolate: false, ports: [{containerPort: 80}]}
        adapters:
        - {name: m, image: 'm:1', ports: [{containerPort: 9113}], metrics: {port: 9113, monitor: PodMonitor}}
        - {name: n, image: 'n:1', ports: [{containerPort: 9114}], metrics: {port: 9114, monitor: None}}
        volumes:
        - {name: keys, secret: {secretName: the-keys}}
        - {name: raw, persistentVolumeClaim: {claimName: disk}}
        - {name: scratch, medium: Memory}
        - {name: host, hostPath: {path: /var}}
        service:
          type: LoadBalancer
          ports:
          - {name: a, port: 53, protocol: UDP, targetPort: 53}
          - {name: b, port: 99, targetPort: 9999}
      """;

  static List<Example> examples() {
    return Example.all();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void textGraphOfAnExampleMatchesItsGolden(Example example) {
    GoldenFile.assertMatches(
        GOLDENS.resolve(example.name() + ".txt"),
        String.join("\n", graphs(example).stream().map(TextRenderer::render).toList()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ambassador-haproxy", "ambassador-outbound-redis", "adapters-several", "init-web"})
  void dotGraphOfAnExampleMatchesItsGolden(String name) {
    GoldenFile.assertMatches(
        GOLDENS.resolve(name + ".dot"), DotRenderer.render(graphs(Example.load(name))));
  }

  @Test
  void graphsOfAnAppWithUncommonFeaturesMatchTheirGoldens() {
    var graphs = List.of(AppTopologyBuilder.build(Example.parseApp(UNCOMMON_APP)));

    GoldenFile.assertMatches(GOLDENS.resolve("odd.txt"), TextRenderer.render(graphs.get(0)));
    GoldenFile.assertMatches(GOLDENS.resolve("odd.dot"), DotRenderer.render(graphs));
    GoldenFile.assertMatches(GOLDENS.resolve("odd.mmd"), MermaidRenderer.render(graphs));
  }

  @Test
  void graphsOfSeveralAppsShareOneDocument() {
    var graphs =
        List.of("init-web", "sidecar-logs").stream()
            .flatMap(name -> graphs(Example.load(name)).stream())
            .toList();

    GoldenFile.assertMatches(GOLDENS.resolve("several.mmd"), MermaidRenderer.render(graphs));
    GoldenFile.assertMatches(GOLDENS.resolve("several.dot"), DotRenderer.render(graphs));
  }

  @Test
  void graphsDoNotShowEnvValues() {
    var graphs = List.of(AppTopologyBuilder.build(Example.parseApp(UNCOMMON_APP)));

    assertThat(
            List.of(
                TextRenderer.render(graphs.get(0)),
                MermaidRenderer.render(graphs),
                DotRenderer.render(graphs),
                SvgRenderer.render(graphs)))
        .allSatisfy(picture -> assertThat(picture).contains("KEY").doesNotContain("secret-value"));
  }

  /** Compares no golden file, because the layout depends on the fonts of the machine. */
  @ParameterizedTest
  @MethodSource("examples")
  void svgGraphShowsEveryNodeAndArrowOfTheDrawing(Example example) throws Exception {
    var drawings = NodeGraphBuilder.buildAll(graphs(example));
    var svg = parse(SvgRenderer.render(graphs(example)));

    for (var drawing : drawings) {
      assertThat(texts(svg)).contains(drawing.title());
      assertThat(drawing.nodes())
          .allSatisfy(node -> assertThat(texts(svg)).containsAll(node.lines()));
      assertThat(drawing.edges()).extracting(NodeGraph.Edge::label).isSubsetOf(texts(svg));
    }
    assertThat(groups(svg, "class", "node"))
        .isEqualTo(drawings.stream().mapToInt(d -> d.nodes().size()).sum());
    assertThat(groups(svg, "id", "line_"))
        .isEqualTo(drawings.stream().mapToInt(d -> d.edges().size()).sum());
  }

  private static List<AppTopology> graphs(Example example) {
    return example.apps().stream().map(AppTopologyBuilder::build).toList();
  }

  private static Document parse(String svg) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
  }

  private static List<String> texts(Document svg) {
    var texts = svg.getElementsByTagName("text");
    return IntStream.range(0, texts.getLength())
        .mapToObj(i -> texts.item(i).getTextContent().replace('\u00a0', ' '))
        .toList();
  }

  private static long groups(Document svg, String attribute, String prefix) {
    var groups = svg.getElementsByTagName("g");
    return IntStream.range(0, groups.getLength())
        .mapToObj(i -> groups.item(i).getAttributes().getNamedItem(attribute))
        .filter(found -> found != null && found.getNodeValue().startsWith(prefix))
        .count();
  }
}
