package io.patternedapp.apiserver.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.Example;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.expand.Expander;
import io.patternedapp.validate.Validator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that validation finds Pod settings that the API server would reject. */
@ExtendWith(ApiServerExtension.class)
@Timeout(120)
class PodValidationParityTest {

  private static final String NODE_AFFINITY =
      "pod: {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: %s}}}}";

  private final ApiServerExtension.TestControlPlane api;

  PodValidationParityTest(ApiServerExtension.TestControlPlane api) {
    this.api = api;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          NODE []                                                              | spec.pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms AffinityInvalid
          NODE [{matchExpressions: [{key: a, operator: Is, values: [b]}]}]     | NODE[0].matchExpressions[0].operator ValueUnknown
          NODE [{matchExpressions: [{key: a, operator: In}]}]                  | NODE[0].matchExpressions[0].values SelectorInvalid
          NODE [{matchExpressions: [{key: a, operator: Exists, values: [b]}]}] | NODE[0].matchExpressions[0].values SelectorInvalid
          NODE [{matchExpressions: [{key: a, operator: Gt, values: ["1", "2"]}]}] | NODE[0].matchExpressions[0].values SelectorInvalid
          NODE [{matchExpressions: [{key: a b, operator: Exists}]}]            | NODE[0].matchExpressions[0].key SelectorInvalid
          NODE [{matchFields: [{key: spec.x, operator: In, values: [b]}]}]     | NODE[0].matchFields[0].key AffinityInvalid
          NODE [{matchFields: [{key: metadata.name, operator: In, values: [b, c]}]}] | NODE[0].matchFields[0].values AffinityInvalid
          pod: {affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 101, preference: {matchExpressions: [{key: a, operator: Exists}]}}]}}} | spec.pod.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight AffinityInvalid
          pod: {affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {}}]}}} | spec.pod.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey AffinityInvalid
          pod: {affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: a, labelSelector: {matchLabels: {a: b c}}}]}}} | spec.pod.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchLabels["a"] SelectorInvalid
          pod: {affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 0, podAffinityTerm: {topologyKey: a}}]}}} | spec.pod.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight AffinityInvalid
          pod: {affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: a, namespaces: [A]}]}}} | spec.pod.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespaces[0] AffinityInvalid
          pod: {topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchExpressions: [{key: a, operator: In}]}}]} | spec.pod.topologySpreadConstraints[0].labelSelector.matchExpressions[0].values SelectorInvalid
          pod: {dnsConfig: {searches: [a..b]}}                                 | spec.pod.dnsConfig.searches[0] DnsConfigInvalid
          pod: {securityContext: {sysctls: [{name: "a b", value: "1"}]}}       | spec.pod.securityContext.sysctls[0].name SysctlInvalid
          pod: {securityContext: {sysctls: [{name: net.a, value: "1"}, {name: net.a, value: "2"}]}} | spec.pod.securityContext.sysctls[1].name SysctlInvalid
          volumes: [{name: v, configMap: {name: c, items: [{key: k, path: /p}]}}] | spec.volumes[0].configMap.items[0].path VolumeItemInvalid
          volumes: [{name: v, secret: {secretName: c, items: [{key: '', path: p}]}}] | spec.volumes[0].secret.items[0].key VolumeItemInvalid
          volumes: [{name: v, secret: {secretName: c, defaultMode: 512}}]      | spec.volumes[0].secret.defaultMode VolumeItemInvalid
          volumes: [{name: v, downwardAPI: {items: [{path: p}]}}]              | spec.volumes[0].downwardAPI.items[0] VolumeItemInvalid
          volumes: [{name: v, downwardAPI: {items: [{path: p, fieldRef: {fieldPath: status.podIP}}]}}] | spec.volumes[0].downwardAPI.items[0].fieldRef.fieldPath VolumeItemInvalid
          volumes: [{name: v, downwardAPI: {items: [{path: p, resourceFieldRef: {resource: limits.cpu}}]}}] | spec.volumes[0].downwardAPI.items[0].resourceFieldRef.containerName VolumeItemInvalid
          volumes: [{name: v, projected: {sources: [{configMap: {name: c, items: [{key: k, path: ../p}]}}]}}] | spec.volumes[0].projected.sources[0].configMap.items[0].path VolumeItemInvalid
          volumes: [{name: v, projected: {sources: [{serviceAccountToken: {path: ''}}]}}] | spec.volumes[0].projected.sources[0].serviceAccountToken.path VolumeItemInvalid
          sidecars: [{name: s, image: 'i:1', resources: {limits: {example.com/gpu: 500m}}}] | spec.sidecars[0].resources.limits["example.com/gpu"] QuantityInvalid
          sidecars: [{name: s, image: 'i:1', resources: {limits: {hugepages-2Mi: 4Mi}}}] | spec.sidecars[0].resources HugePagesAlone
          """)
  void podSpecThatTheApiServerRejectsIsFoundByValidationFirst(String spec, String expected) {
    var specYaml = spec.startsWith("NODE ") ? NODE_AFFINITY.formatted(spec.substring(5)) : spec;
    var expectedProblem =
        expected.replace(
            "NODE",
            "spec.pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms");
    var app =
        Example.parseApp(
            "metadata: {name: web}\nspec:\n  main: {image: 'i:1'}\n  " + specYaml + "\n");

    assertThat(Validator.validate(app))
        .extracting(problem -> problem.path() + " " + problem.reason())
        .containsExactly(expectedProblem);
    var pod =
        Expander.expand(app).children().stream()
            .filter(Pod.class::isInstance)
            .map(Pod.class::cast)
            .findFirst()
            .orElseThrow();
    assertThatThrownBy(() -> api.admin().resource(pod).inNamespace("default").dryRun().create())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(422));
  }
}
