package io.patternedapp.validate.network;

import io.patternedapp.validate.Findings;
import org.junit.jupiter.api.Test;

class HelperChecksTest {

  private static final String PROBE = "readinessProbe: {exec: {command: [x]}}";

  @Test
  void inboundAmbassadorWithoutPortsIsRejected() {
    Findings.in("ambassadors: [{name: gate, %s}]".formatted(PROBE))
        .are("spec.ambassadors[0].ports AmbassadorWithoutPorts")
        .saying("or set direction: Outbound");
    Findings.in("ambassadors: [{name: gate, ports: [{containerPort: 80}], %s}]".formatted(PROBE))
        .none();
    Findings.in("ambassadors: [{name: gate, direction: Outbound}]").none();
  }

  @Test
  void inboundAmbassadorWithoutProbeIsAWarning() {
    var gate = "ambassadors: [{name: gate, ports: [{containerPort: 80}]%s}]";
    Findings.in(gate.formatted(""))
        .are("warning spec.ambassadors[0] AmbassadorWithoutProbe")
        .saying("add a readinessProbe");
    for (var probe : new String[] {"livenessProbe", "readinessProbe", "startupProbe"}) {
      Findings.in(gate.formatted(", %s: {exec: {command: [x]}}".formatted(probe))).none();
    }
  }

  @Test
  void outboundAmbassadorInRegularModeIsRejected() {
    Findings.in("ambassadors: [{name: db, direction: Outbound, mode: Regular}]")
        .are("spec.ambassadors[0].mode OutboundRegular");
    Findings.in("ambassadors: [{name: db, direction: Outbound, mode: Native}]").none();
    Findings.in(
            "ambassadors: [{name: a, mode: Regular, ports: [{containerPort: 1}], %s}]"
                .formatted(PROBE))
        .none();
  }

  @Test
  void isolateOnOutboundAmbassadorIsRejected() {
    Findings.in("ambassadors: [{name: db, direction: Outbound, isolate: false}]")
        .are("spec.ambassadors[0].isolate IsolateOnOutbound");
  }

  @Test
  void metricsPortMustBeDeclaredByTheAdapter() {
    var adapter =
        """
        main: {ports: [{containerPort: 80, name: http}]}
        adapters: [{name: m, ports: [{containerPort: 9113, name: metrics}], metrics: {port: %s}}]
        """;
    Findings.in(adapter.formatted("metrics")).none();
    Findings.in(adapter.formatted("9113")).none();
    Findings.in(adapter.formatted("metric"))
        .are("spec.adapters[0].metrics.port MetricsPortUnknown")
        .saying("adapter \"m\" declares no port \"metric\"")
        .saying("did you mean \"metrics\"?");
    Findings.in(adapter.formatted("http")).are("spec.adapters[0].metrics.port MetricsPortUnknown");
    Findings.in(adapter.formatted("80")).are("spec.adapters[0].metrics.port MetricsPortUnknown");
  }

  @Test
  void secondAdapterWithPrometheusAnnotationsIsRejected() {
    var adapters =
        """
        adapters:
        - {name: a, ports: [{containerPort: 1}], metrics: {port: 1, monitor: %s}}
        - {name: b, ports: [{containerPort: 2}], metrics: {port: 2}}
        - {name: c, ports: [{containerPort: 3}], metrics: {port: 3}}
        - {name: d}
        """;
    Findings.in(adapters.formatted("Annotations"))
        .are(
            "spec.adapters[1].metrics.monitor MetricsAnnotationsTaken",
            "spec.adapters[2].metrics.monitor MetricsAnnotationsTaken")
        .saying("adapter \"a\" uses them; set monitor: PodMonitor or None here");
    Findings.in(adapters.formatted("None"))
        .are("spec.adapters[2].metrics.monitor MetricsAnnotationsTaken")
        .saying("adapter \"b\"");
  }

  @Test
  void conflictingExportEnvNamesAreRejected() {
    Findings.in(
            """
            main: {env: [{name: A, value: x}]}
            sidecars:
            - {name: s, exportEnv: [{name: A, value: y}, {name: B, value: z}]}
            ambassadors:
            - {name: o, direction: Outbound, exportEnv: [{name: B, value: y}, {name: C}]}
            """)
        .are(
            "spec.sidecars[0].exportEnv[0].name ExportEnvClash",
            "spec.sidecars[0].exportEnv[1].name ExportEnvClash")
        .saying("Duplicate value \"A\": spec.main.env[0] already sets this variable on main")
        .saying("Duplicate value \"B\": spec.ambassadors[0].exportEnv[0] already sets");
    Findings.in(
            """
            main: {env: [{name: A, value: $(B)}]}
            sidecars: [{name: s, env: [{name: A}], exportEnv: [{name: B, value: z}]}]
            """)
        .none();
  }
}
