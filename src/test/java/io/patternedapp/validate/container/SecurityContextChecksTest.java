package io.patternedapp.validate.container;

import io.patternedapp.validate.Findings;
import org.junit.jupiter.api.Test;

class SecurityContextChecksTest {

  @Test
  void privilegedContainerWithoutPrivilegeEscalationIsRejected() {
    Findings.in("main: {securityContext: {privileged: true, allowPrivilegeEscalation: false}}")
        .are("spec.main.securityContext.privileged SecurityContradiction")
        .saying("contradicts allowPrivilegeEscalation: false");
    Findings.in("main: {securityContext: {privileged: true, allowPrivilegeEscalation: true}}")
        .none();
    Findings.in("main: {securityContext: {privileged: true}}").none();
    Findings.in("main: {securityContext: {privileged: false, allowPrivilegeEscalation: false}}")
        .none();
  }

  @Test
  void sysAdminCapabilityWithoutPrivilegeEscalationIsRejected() {
    var context =
        "main: {securityContext: {allowPrivilegeEscalation: %s, capabilities: {add: [%s]}}}";
    Findings.in(context.formatted("false", "CAP_SYS_ADMIN"))
        .are("spec.main.securityContext.capabilities.add SecurityContradiction");
    Findings.in(context.formatted("true", "CAP_SYS_ADMIN")).none();
    Findings.in(context.formatted("false", "NET_BIND_SERVICE")).none();
    Findings.in("main: {securityContext: {allowPrivilegeEscalation: false, capabilities: {}}}")
        .none();
  }

  @Test
  void privilegedContainerUnderRestrictedProfileIsRejected() {
    Findings.in("{security: Restricted, main: {securityContext: {privileged: true}}}")
        .are("spec.main.securityContext.privileged SecurityContradiction")
        .saying("contradicts spec.security: Restricted");
    Findings.in(
            """
            security: Restricted
            main: {securityContext: {privileged: true, allowPrivilegeEscalation: true}}
            """)
        .none();
    Findings.in("{security: Restricted, main: {}}").none();
  }

  @Test
  void rootUserWithRunAsNonRootIsAWarning() {
    Findings.in("main: {securityContext: {runAsNonRoot: true, runAsUser: 0}}")
        .are("warning spec.main.securityContext.runAsUser SecurityContradiction")
        .saying("user 0 is root");
    Findings.in("main: {securityContext: {runAsNonRoot: true, runAsUser: 1}}").none();
    Findings.in("main: {securityContext: {runAsNonRoot: true}}").none();
    Findings.in("main: {securityContext: {runAsNonRoot: false, runAsUser: 0}}").none();
    Findings.in("main: {securityContext: {runAsUser: 0}}").none();
  }

  @Test
  void podSecurityContextAppliesToContainersWithoutTheirOwn() {
    Findings.in(
            """
            main: {}
            sidecars:
            - {name: a}
            - {name: b, securityContext: {runAsUser: 1}}
            pod: {securityContext: {runAsNonRoot: true, runAsUser: 0}}
            """)
        .are("warning spec.pod.securityContext.runAsUser SecurityContradiction");
    Findings.in(
            """
            main: {securityContext: {runAsUser: 0}}
            pod: {securityContext: {runAsNonRoot: true}}
            """)
        .are("warning spec.main.securityContext.runAsUser SecurityContradiction");
    Findings.in(
            """
            main: {securityContext: {runAsNonRoot: false, runAsUser: 0}}
            pod: {securityContext: {runAsNonRoot: true, runAsUser: 5}}
            """)
        .none();
    Findings.in("{security: Restricted, main: {securityContext: {runAsUser: 0}}}")
        .are("warning spec.main.securityContext.runAsUser SecurityContradiction");
  }

  @Test
  void invalidUserAndGroupIdsAreRejected() {
    Findings.in(
            """
            main: {securityContext: {runAsUser: -1, runAsGroup: 2147483648}}
            pod:
              securityContext:
                runAsUser: 2147483648
                runAsGroup: -1
                fsGroup: -1
                supplementalGroups: [1, -1]
            """)
        .are(
            "spec.main.securityContext.runAsUser UserIdInvalid",
            "spec.main.securityContext.runAsGroup UserIdInvalid",
            "spec.pod.securityContext.runAsUser UserIdInvalid",
            "spec.pod.securityContext.runAsGroup UserIdInvalid",
            "spec.pod.securityContext.fsGroup UserIdInvalid",
            "spec.pod.securityContext.supplementalGroups[1] UserIdInvalid");
    Findings.in("main: {securityContext: {runAsUser: 0, runAsGroup: 2147483647}}").none();
  }

  @Test
  void invalidSecurityProfilesAndPoliciesAreRejected() {
    Findings.in(
            """
            main:
              securityContext:
                seccompProfile: {type: Localhost}
                appArmorProfile: {type: RuntimeDefault, localhostProfile: x}
                procMount: Masked
            pod:
              securityContext:
                seccompProfile: {}
                appArmorProfile: {type: Localhost, localhostProfile: ''}
                fsGroupChangePolicy: Never
                seLinuxChangePolicy: Always
                supplementalGroupsPolicy: None
            """)
        .are(
            "spec.main.securityContext.seccompProfile.localhostProfile LocalhostProfile",
            "spec.main.securityContext.appArmorProfile.localhostProfile LocalhostProfile",
            "spec.main.securityContext.procMount ValueUnknown",
            "spec.pod.securityContext.seccompProfile.type ValueUnknown",
            "spec.pod.securityContext.appArmorProfile.localhostProfile LocalhostProfile",
            "spec.pod.securityContext.fsGroupChangePolicy ValueUnknown",
            "spec.pod.securityContext.seLinuxChangePolicy ValueUnknown",
            "spec.pod.securityContext.supplementalGroupsPolicy ValueUnknown");
    Findings.in(
            """
            main:
              securityContext:
                seccompProfile: {type: Localhost, localhostProfile: a.json}
                appArmorProfile: {type: Unconfined}
                procMount: Default
            pod: {securityContext: {seccompProfile: {type: RuntimeDefault}, fsGroupChangePolicy: Always}}
            """)
        .none();
  }
}
