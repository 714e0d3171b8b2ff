package io.patternedapp.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.terminal.TreeGlyphs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppTreeTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private static final PatternedApp WEB =
      YAML.unmarshal(
          """
          apiVersion: patternedapp.io/v1alpha1
          kind: PatternedApp
          metadata: {name: web, uid: web-uid}
          spec:
            main: {image: "nginx:1.27"}
            init: [{name: fetch, image: "busybox:1.36"}]
            ambassadors: [{name: gate, image: "haproxy:3.0"}]
            adapters: [{name: metrics, image: "exporter:1"}]
          """,
          PatternedApp.class);

  private static final List<HasMetadata> POD_CHILDREN =
      List.of(
          parseObject(
              """
              kind: Pod
              apiVersion: v1
              metadata: {name: web, uid: p, ownerReferences: [{uid: web-uid}]}
              spec:
                initContainers:
                - {name: fetch, image: "busybox:1.36"}
                - {name: gate, image: "haproxy:3.0", restartPolicy: Always}
                containers:
                - {name: main, image: "nginx:1.27"}
                - {name: metrics, image: "exporter:1"}
                - {name: injected, image: "mesh:1"}
              status: {phase: Pending}
              """),
          parseObject(
              """
              kind: NetworkPolicy
              apiVersion: networking.k8s.io/v1
              metadata: {name: web, uid: n, ownerReferences: [{uid: web-uid}]}
              spec:
                ingress: [{ports: [{port: 8080, protocol: TCP}, {port: 53, protocol: UDP}]}]
              """),
          parseObject(
              """
              kind: Service
              apiVersion: v1
              metadata: {name: web, uid: s, ownerReferences: [{uid: web-uid}]}
              spec:
                type: NodePort
                ports:
                - {port: 80, targetPort: 8080, nodePort: 30080}
                - {port: 9113}
              """),
          parseObject(
              """
              kind: ConfigMap
              apiVersion: v1
              metadata: {name: web-0123456789, uid: c, ownerReferences: [{uid: web-uid}]}
              data: {gate.0.haproxy.cfg: secret, main.1.index.html: secret}
              binaryData: {main.1.logo.png: AAAA}
              """),
          parseObject(
              """
              kind: ConfigMap
              apiVersion: v1
              metadata: {name: not-owned, uid: x, ownerReferences: [{uid: other}]}
              """),
          parseObject(
              """
              kind: ConfigMap
              apiVersion: v1
              metadata: {name: nobodys, uid: y}
              """));

  @Test
  void appTreeShowsTheChildrenOfAPodWorkload() {
    assertThat(drawTree(POD_CHILDREN, TreeGlyphs.BOX_DRAWING))
        .isEqualTo(
            """
            ├── ConfigMap/web-0123456789  files: haproxy.cfg (gate), index.html (main), logo.png (main)
            ├── Service/web               NodePort: 80 -> 8080, nodePort 30080; 9113
            ├── NetworkPolicy/web         open ports: 8080/TCP, 53/UDP
            └── Pod/web                   Pending
                ├── init        fetch     init container  busybox:1.36
                ├── ambassador  gate      native sidecar  haproxy:3.0
                ├── main        main      container       nginx:1.27
                ├── adapter     metrics   container       exporter:1
                └── -           injected  container       mesh:1
            """);
  }

  @Test
  void appTreeNestsReplicaSetsAndPodsUnderTheirDeployment() {
    var objects =
        List.of(
            parseObject(
                """
                kind: Deployment
                apiVersion: apps/v1
                metadata: {name: web, uid: d, ownerReferences: [{uid: web-uid}]}
                spec:
                  replicas: 2
                  template: {spec: {containers: [{name: main, image: "nginx:1.27"}]}}
                """),
            parseObject(
                """
                kind: ReplicaSet
                apiVersion: apps/v1
                metadata: {name: web-1, uid: r, ownerReferences: [{uid: d}]}
                """),
            parseObject(
                """
                kind: Pod
                apiVersion: v1
                metadata: {name: web-1-a, uid: p, ownerReferences: [{uid: r}]}
                spec: {containers: [{name: main, image: "nginx:1.27"}]}
                status: {phase: Running}
                """),
            parseObject(
                """
                kind: Service
                apiVersion: v1
                metadata: {name: web, uid: s, ownerReferences: [{uid: web-uid}]}
                spec: {type: ClusterIP, clusterIP: None, ports: [{port: 80, targetPort: http}]}
                """));

    assertThat(drawTree(objects, TreeGlyphs.ASCII))
        .isEqualTo(
            """
            |-- Service/web     ClusterIP, headless: 80 -> http
            `-- Deployment/web  replicas: 2
                |-- main  main  container  nginx:1.27
                `-- ReplicaSet/web-1
                    `-- Pod/web-1-a  Running
                        `-- main  main  container  nginx:1.27
            """);
  }

  @Test
  void networkPolicySummaryDistinguishesAllPortsFromNone() {
    var policy = new NetworkPolicyBuilder().withNewSpec().endSpec().build();
    assertThat(ChildSummary.summarize(policy)).isEqualTo("open ports: none");

    policy = policy.edit().editSpec().addNewIngress().endIngress().endSpec().build();
    assertThat(ChildSummary.summarize(policy)).isEqualTo("open ports: all");
  }

  @Test
  void appTreeGlyphsDependOnTheTerminalCharset() {
    assertThat(TreeGlyphs.forCharset(StandardCharsets.UTF_8)).isEqualTo(TreeGlyphs.BOX_DRAWING);
    assertThat(TreeGlyphs.forCharset(StandardCharsets.US_ASCII)).isEqualTo(TreeGlyphs.ASCII);
  }

  private static String drawTree(List<HasMetadata> objects, TreeGlyphs branches) {
    var lines = new AppTree(WEB, branches).lines(ChildNode.listOwnedBy(WEB, objects));
    return String.join("\n", lines) + "\n";
  }

  private static HasMetadata parseObject(String yaml) {
    return YAML.unmarshal(yaml, HasMetadata.class);
  }
}
