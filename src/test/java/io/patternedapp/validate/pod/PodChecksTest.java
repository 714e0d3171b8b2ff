package io.patternedapp.validate.pod;

import io.patternedapp.validate.Findings;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class PodChecksTest {

  @Test
  void invalidNamesInPodSettingsAreRejected() {
    Findings.in(
            """
            pod:
              hostname: a.b
              subdomain: A
              serviceAccountName: a_b
              priorityClassName: A
              runtimeClassName: a/b
              imagePullSecrets: [{name: a}, {name: ''}, {}]
              readinessGates: [{conditionType: example.com/a}, {conditionType: 'a b'}, {}]
            """)
        .are(
            "spec.pod.hostname PodNameInvalid",
            "spec.pod.subdomain PodNameInvalid",
            "spec.pod.serviceAccountName PodNameInvalid",
            "spec.pod.priorityClassName PodNameInvalid",
            "spec.pod.runtimeClassName PodNameInvalid",
            "spec.pod.imagePullSecrets[1].name PodNameInvalid",
            "spec.pod.imagePullSecrets[2].name PodNameInvalid",
            "spec.pod.readinessGates[1].conditionType PodNameInvalid",
            "spec.pod.readinessGates[2].conditionType PodNameInvalid");
    Findings.in(
            """
            pod:
              hostname: a
              subdomain: ''
              serviceAccountName: a.b
              priorityClassName: high
              runtimeClassName: gvisor
            """)
        .none();
  }

  /** The API server responds with 500 to an empty name, which the operator would retry forever. */
  @Test
  void emptyRuntimeClassNameIsRejected() {
    Findings.in("pod: {runtimeClassName: ''}")
        .are("spec.pod.runtimeClassName PodNameInvalid")
        .saying("remove the field");
  }

  @Test
  void podRestartPolicyAndDeadlineAreRestrictedByWorkloadKind() {
    var app = "{workload: {kind: %s}, pod: {%s}}";
    Findings.in(app.formatted("Deployment", "restartPolicy: Never"))
        .are("spec.pod.restartPolicy PodFieldMisplaced")
        .saying("Unsupported value \"Never\": a Deployment supports only restartPolicy Always");
    Findings.in(app.formatted("Deployment", "restartPolicy: Always")).none();
    Findings.in(app.formatted("Pod", "restartPolicy: Never")).none();
    Findings.in(app.formatted("Deployment", "activeDeadlineSeconds: 5"))
        .are("spec.pod.activeDeadlineSeconds PodFieldMisplaced");
    Findings.in(app.formatted("Pod", "activeDeadlineSeconds: 2147483647")).none();
    Findings.in(app.formatted("Pod", "activeDeadlineSeconds: 2147483648"))
        .are("spec.pod.activeDeadlineSeconds PodFieldInvalid");
    Findings.in(app.formatted("Pod", "activeDeadlineSeconds: 1")).none();
    Findings.in(app.formatted("Pod", "activeDeadlineSeconds: 0"))
        .are("spec.pod.activeDeadlineSeconds PodFieldInvalid");
  }

  @Test
  void hostAliasesRequireValidAddressesAndHostnames() {
    Findings.in(
            """
            pod:
              hostAliases:
              - {ip: 10.0.0.1, hostnames: [a, b.c]}
              - {ip: localhost, hostnames: [A]}
            """)
        .are(
            "spec.pod.hostAliases[1].ip AddressInvalid",
            "spec.pod.hostAliases[1].hostnames[0] HostnameInvalid");
  }

  @Test
  void dnsPolicyNoneRequiresANameserver() {
    Findings.in("pod: {dnsPolicy: None}")
        .are("spec.pod.dnsConfig.nameservers DnsConfigInvalid")
        .saying("dnsPolicy None requires a name server");
    Findings.in("pod: {dnsPolicy: None, dnsConfig: {searches: [a]}}")
        .are("spec.pod.dnsConfig.nameservers DnsConfigInvalid");
    Findings.in("pod: {dnsPolicy: None, dnsConfig: {nameservers: [10.0.0.1]}}").none();
    Findings.in("pod: {dnsPolicy: Default}").none();
  }

  @Test
  void dnsConfigOverResolverLimitsIsRejected() {
    var servers = "pod: {dnsConfig: {nameservers: [1.1.1.1, 1.1.1.2, 1.1.1.3%s]}}";
    Findings.in(servers.formatted("")).none();
    Findings.in(servers.formatted(", dns"))
        .are(
            "spec.pod.dnsConfig.nameservers DnsConfigInvalid",
            "spec.pod.dnsConfig.nameservers[3] AddressInvalid");
    var searches = "pod: {dnsConfig: {searches: [%s]}}";
    Findings.in(searches.formatted(String.join(",", Collections.nCopies(32, "a")))).none();
    Findings.in(searches.formatted(String.join(",", Collections.nCopies(33, "a"))))
        .are("spec.pod.dnsConfig.searches DnsConfigInvalid");
    Findings.in("pod: {dnsConfig: {options: [{name: ndots, value: '2'}, {value: x}, {name: ''}]}}")
        .are(
            "spec.pod.dnsConfig.options[1].name DnsConfigInvalid",
            "spec.pod.dnsConfig.options[2].name DnsConfigInvalid");
  }

  @Test
  void invalidTolerationsAreRejected() {
    Findings.in(
            """
            pod:
              tolerations:
              - {key: a, operator: Exists}
              - {key: a, value: b, effect: NoSchedule}
              - {operator: Exists}
              - {key: a, operator: Equal, effect: NoExecute, tolerationSeconds: 5}
              - {key: a, operator: '', effect: ''}
            """)
        .none();
    Findings.in(
            """
            pod:
              tolerations:
              - {key: a, operator: In}
              - {key: a, effect: Never}
              - {key: a b}
              - {value: a}
              - {key: a, operator: Exists, value: b}
              - {key: a, value: b c}
              - {key: a, tolerationSeconds: 5}
            """)
        .are(
            "spec.pod.tolerations[0].operator ValueUnknown",
            "spec.pod.tolerations[1].effect ValueUnknown",
            "spec.pod.tolerations[2].key TolerationInvalid",
            "spec.pod.tolerations[3].operator TolerationInvalid",
            "spec.pod.tolerations[4].value TolerationInvalid",
            "spec.pod.tolerations[5].value TolerationInvalid",
            "spec.pod.tolerations[6].effect TolerationInvalid");
  }

  @Test
  void invalidTopologySpreadConstraintsAreRejected() {
    Findings.in(
            """
            pod:
              topologySpreadConstraints:
              - {maxSkew: 1, topologyKey: a/b, whenUnsatisfiable: ScheduleAnyway}
              - maxSkew: 2
                topologyKey: a
                whenUnsatisfiable: DoNotSchedule
                minDomains: 1
                nodeAffinityPolicy: Honor
                nodeTaintsPolicy: Ignore
                labelSelector: {}
                matchLabelKeys: [x]
            """)
        .none();
    Findings.in(
            """
            pod:
              topologySpreadConstraints:
              - {topologyKey: a, whenUnsatisfiable: Never}
              - {maxSkew: 0, topologyKey: '', whenUnsatisfiable: DoNotSchedule, minDomains: 0}
              - {maxSkew: 1, topologyKey: a, whenUnsatisfiable: ScheduleAnyway, minDomains: 1}
              - maxSkew: 1
                topologyKey: a
                nodeAffinityPolicy: Yes!
                nodeTaintsPolicy: No!
                matchLabelKeys: [x]
            """)
        .are(
            "spec.pod.topologySpreadConstraints[0].whenUnsatisfiable ValueUnknown",
            "spec.pod.topologySpreadConstraints[0].maxSkew TopologySpreadInvalid",
            "spec.pod.topologySpreadConstraints[1].maxSkew TopologySpreadInvalid",
            "spec.pod.topologySpreadConstraints[1].topologyKey TopologySpreadInvalid",
            "spec.pod.topologySpreadConstraints[1].minDomains TopologySpreadInvalid",
            "spec.pod.topologySpreadConstraints[2].minDomains TopologySpreadInvalid",
            "spec.pod.topologySpreadConstraints[3].whenUnsatisfiable ValueUnknown",
            "spec.pod.topologySpreadConstraints[3].nodeAffinityPolicy ValueUnknown",
            "spec.pod.topologySpreadConstraints[3].nodeTaintsPolicy ValueUnknown",
            "spec.pod.topologySpreadConstraints[3].matchLabelKeys TopologySpreadInvalid");
  }
}
