package io.patternedapp.validate.pod;

import io.patternedapp.validate.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulingChecksTest {

  private static final String AFFINITY = "spec.pod.affinity";
  private static final String SCHEDULING_SUFFIX = "DuringSchedulingIgnoredDuringExecution";

  @Test
  void validAffinityIsAccepted() {
    Findings.in(
            """
            pod:
              affinity:
                nodeAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                    nodeSelectorTerms:
                    - matchExpressions:
                      - {key: example.com/a, operator: In, values: [a, b]}
                      - {key: a, operator: NotIn, values: ['']}
                      - {key: a, operator: Exists}
                      - {key: a, operator: DoesNotExist, values: []}
                      - {key: a, operator: Gt, values: ['-1']}
                      - {key: a, operator: Lt, values: ['5']}
                      matchFields: [{key: metadata.name, operator: NotIn, values: [n]}]
                  preferredDuringSchedulingIgnoredDuringExecution:
                  - {weight: 100, preference: {matchExpressions: [{key: a, operator: Exists}]}}
                podAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                  - topologyKey: kubernetes.io/hostname
                    namespaces: [a]
                    namespaceSelector: {}
                    labelSelector:
                      matchLabels: {a: b}
                      matchExpressions: [{key: a, operator: In, values: [b]}]
                podAntiAffinity:
                  preferredDuringSchedulingIgnoredDuringExecution:
                  - {weight: 1, podAffinityTerm: {topologyKey: zone}}
            """)
        .none();
    Findings.in("pod: {affinity: {}}").none();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {key: a, operator: Is}                        | [0].operator ValueUnknown
          {key: a}                                      | [0].operator ValueUnknown
          {key: a, operator: In}                        | [0].values SelectorInvalid
          {key: a, operator: NotIn, values: []}         | [0].values SelectorInvalid
          {key: a, operator: DoesNotExist, values: [x]} | [0].values SelectorInvalid
          {key: a, operator: Lt}                        | [0].values SelectorInvalid
          {key: a, operator: Lt, values: ['1', '2']}    | [0].values SelectorInvalid
          {key: a, operator: In, values: [a b]}         | [0].values[0] SelectorInvalid
          {operator: Exists}                            | [0].key SelectorInvalid
          """)
  void invalidNodeSelectorExpressionsAreRejected(String expression, String found) {
    var path = AFFINITY + ".nodeAffinity.required" + SCHEDULING_SUFFIX + ".nodeSelectorTerms";
    Findings.in(
            "pod: {affinity: {nodeAffinity: {required%s: {nodeSelectorTerms: [{matchExpressions: [%s]}]}}}}"
                .formatted(SCHEDULING_SUFFIX, expression))
        .are(path + "[0].matchExpressions" + found);
  }

  @Test
  void podAffinityWithGtOperatorIsRejected() {
    Findings.in(
            "pod: {affinity: {podAffinity: {required%s: [{topologyKey: a, labelSelector: {matchExpressions: [{key: a, operator: Gt, values: ['1']}]}}]}}}"
                .formatted(SCHEDULING_SUFFIX))
        .are(
            AFFINITY
                + ".podAffinity.required"
                + SCHEDULING_SUFFIX
                + "[0].labelSelector.matchExpressions[0].operator ValueUnknown");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 101})
  void affinityWeightOutsideOneToHundredIsRejected(int weight) {
    Findings.in(
            "pod: {affinity: {nodeAffinity: {preferred%s: [{weight: %d, preference: {}}]}}}"
                .formatted(SCHEDULING_SUFFIX, weight))
        .are(
            AFFINITY
                + ".nodeAffinity.preferred"
                + SCHEDULING_SUFFIX
                + "[0].weight AffinityInvalid");
  }

  @Test
  void emptyAffinityPreferenceIsRejected() {
    Findings.in(
            """
            pod:
              affinity:
                nodeAffinity: {preferred%1$s: [{weight: 1}]}
                podAffinity: {preferred%1$s: [{weight: 1}]}
            """
                .formatted(SCHEDULING_SUFFIX))
        .are(
            AFFINITY
                + ".nodeAffinity.preferred"
                + SCHEDULING_SUFFIX
                + "[0].preference AffinityInvalid",
            AFFINITY
                + ".podAffinity.preferred"
                + SCHEDULING_SUFFIX
                + "[0].podAffinityTerm.topologyKey AffinityInvalid");
  }

  @Test
  void nodeAffinityMatchFieldsAcceptOnlyTheNodeName() {
    var term = "{key: %s, operator: %s, values: [%s]}";
    var terms =
        "pod: {affinity: {nodeAffinity: {required%s: {nodeSelectorTerms: [{matchFields: [%s]}]}}}}";
    var path =
        AFFINITY
            + ".nodeAffinity.required"
            + SCHEDULING_SUFFIX
            + ".nodeSelectorTerms[0].matchFields[0]";
    Findings.in(terms.formatted(SCHEDULING_SUFFIX, term.formatted("spec.a", "In", "x")))
        .are(path + ".key AffinityInvalid");
    Findings.in(terms.formatted(SCHEDULING_SUFFIX, term.formatted("metadata.name", "Exists", "x")))
        .are(path + ".operator ValueUnknown");
    Findings.in(terms.formatted(SCHEDULING_SUFFIX, term.formatted("metadata.name", "In", "")))
        .are(path + ".values AffinityInvalid");
  }

  @Test
  void volumeItemsMustHaveValidKeysPathsAndModes() {
    Findings.in(
            """
            volumes:
            - {name: a, configMap: {name: c, defaultMode: 511, items: [{key: k, path: a/b, mode: 0}]}}
            - {name: b, secret: {secretName: s, items: [{key: k, path: p}]}}
            - name: c
              downwardAPI:
                items:
                - {path: l, fieldRef: {fieldPath: metadata.labels}}
                - {path: m, fieldRef: {fieldPath: "metadata.labels['a']"}}
                - {path: r, resourceFieldRef: {resource: limits.cpu, containerName: main}}
            - name: d
              projected:
                sources:
                - {serviceAccountToken: {path: t}}
                - {secret: {name: s}}
            """)
        .none();
    Findings.in(
            """
            volumes:
            - {name: a, configMap: {name: c, defaultMode: 512, items: [{path: a/../b, mode: -1}]}}
            - {name: b, secret: {secretName: s, defaultMode: -1, items: [{key: k}]}}
            - name: c
              downwardAPI:
                defaultMode: 512
                items: [{path: /l, fieldRef: {fieldPath: spec.nodeName}, resourceFieldRef: {resource: limits.cpu}}]
            - name: d
              projected:
                defaultMode: 512
                sources:
                - {serviceAccountToken: {path: /t}}
                - {secret: {name: s, items: [{key: k, path: ..}]}}
                - {downwardAPI: {items: [{path: ''}]}}
            """)
        .are(
            "spec.volumes[0].configMap.defaultMode VolumeItemInvalid",
            "spec.volumes[0].configMap.items[0].key VolumeItemInvalid",
            "spec.volumes[0].configMap.items[0].path VolumeItemInvalid",
            "spec.volumes[0].configMap.items[0].mode VolumeItemInvalid",
            "spec.volumes[1].secret.defaultMode VolumeItemInvalid",
            "spec.volumes[1].secret.items[0].path VolumeItemInvalid",
            "spec.volumes[2].downwardAPI.defaultMode VolumeItemInvalid",
            "spec.volumes[2].downwardAPI.items[0].path VolumeItemInvalid",
            "spec.volumes[2].downwardAPI.items[0] VolumeItemInvalid",
            "spec.volumes[2].downwardAPI.items[0].fieldRef.fieldPath VolumeItemInvalid",
            "spec.volumes[2].downwardAPI.items[0].resourceFieldRef.containerName VolumeItemInvalid",
            "spec.volumes[3].projected.defaultMode VolumeItemInvalid",
            "spec.volumes[3].projected.sources[0].serviceAccountToken.path VolumeItemInvalid",
            "spec.volumes[3].projected.sources[1].secret.items[0].path VolumeItemInvalid",
            "spec.volumes[3].projected.sources[2].downwardAPI.items[0].path VolumeItemInvalid",
            "spec.volumes[3].projected.sources[2].downwardAPI.items[0] VolumeItemInvalid");
  }

  @Test
  void invalidDnsSearchDomainsAreRejected() {
    Findings.in("pod: {dnsConfig: {searches: [a.b, a.b., a_b.c, .]}}").none();
    Findings.in("pod: {dnsConfig: {searches: [a b, '']}}")
        .are(
            "spec.pod.dnsConfig.searches[0] DnsConfigInvalid",
            "spec.pod.dnsConfig.searches[1] DnsConfigInvalid");
  }

  @Test
  void sysctlNamesMustBeValidAndUnique() {
    Findings.in("pod: {securityContext: {sysctls: [{name: net.core.somaxconn, value: '1'}]}}")
        .none();
    Findings.in(
            "pod: {securityContext: {sysctls: [{name: a, value: '1'}, {name: a, value: '1'}, {name: B, value: '1'}]}}")
        .are(
            "spec.pod.securityContext.sysctls[1].name SysctlInvalid",
            "spec.pod.securityContext.sysctls[2].name SysctlInvalid");
  }

  @Test
  void unknownImageVolumePullPolicyIsRejected() {
    Findings.in("volumes: [{name: v, image: {reference: 'i:1', pullPolicy: Never}}]").none();
    Findings.in("volumes: [{name: v, image: {reference: 'i:1', pullPolicy: Sometimes}}]")
        .are("spec.volumes[0].image.pullPolicy ValueUnknown");
  }
}
