package io.patternedapp.status;

import static io.patternedapp.status.StatusFixture.CLOCK;
import static io.patternedapp.status.StatusFixture.LATER_CLOCK;
import static io.patternedapp.status.StatusFixture.app;
import static io.patternedapp.status.StatusFixture.appliedWithProblems;
import static io.patternedapp.status.StatusFixture.inputOf;
import static io.patternedapp.status.StatusFixture.invalidInput;
import static io.patternedapp.status.StatusFixture.message;
import static io.patternedapp.status.StatusFixture.observedPods;
import static io.patternedapp.status.StatusFixture.reason;
import static io.patternedapp.status.StatusFixture.recordedPod;
import static io.patternedapp.status.StatusFixture.status;
import static io.patternedapp.status.StatusFixture.withStatus;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.api.status.LastUpdate;
import io.patternedapp.api.status.NodePortStatus;
import io.patternedapp.api.status.RoleContainerStatus;
import io.patternedapp.api.status.ServiceStatus;
import io.patternedapp.api.status.Summary;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.result.ChildProblem;
import io.patternedapp.status.event.StatusTransitionEvents;
import io.patternedapp.status.input.ObservedState;
import io.patternedapp.status.input.StatusInput;
import io.patternedapp.validate.problem.Problem;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppStatusGeneratorTest {

  private static final String SPEC =
      "main: {image: 'nginx:1.27'}, init: [{name: fetch, image: i}], sidecars: [{name: side, image: i}]";
  private static final PatternedApp APP = app(SPEC);
  private static final Problem ERROR =
      Problem.error("spec.main.ports[0]", "PortClash", "port 80 is taken: change it");
  private static final Problem OTHER_ERROR =
      Problem.error("spec.volumes[0]", "UnknownVolume", "declare it");
  private static final Problem WARNING = Problem.warning("spec.main.image", "NoTag", "add a tag");

  @Test
  void readyAppHasAllConditionsTrueAndCompleteSummary() {
    var status = status(inputOf(APP, recordedPod("initok")));

    assertThat(status.conditions())
        .extracting(c -> c.getType() + "=" + c.getStatus() + " " + c.getReason())
        .containsExactly("Accepted=True Valid", "Applied=True InSync", "Ready=True Ready");
    assertThat(status.conditions())
        .allSatisfy(
            c -> {
              assertThat(c.getObservedGeneration()).isEqualTo(3);
              assertThat(c.getLastTransitionTime()).isEqualTo("2026-11-24T03:24:05Z");
            });
    assertThat(status.observedGeneration()).isEqualTo(3);
    assertThat(status.replicas()).isEqualTo(1);
    assertThat(status.readyReplicas()).isEqualTo(1);
    assertThat(status.selector()).isEqualTo("patternedapp.io/app=web");
    assertThat(status.summary())
        .isEqualTo(new Summary("2/2", "Ready", "Pod", "1 init, 1 sidecar", null));
    assertThat(status.warnings()).isEmpty();
    assertThat(status.service()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"initok", "crash", "pull", "unsched", "evicted", "stuck", "newimage-backoff"})
  void repeatedComputationYieldsSameStatusAndNoEvents(String pod) {
    var first = AppStatusGenerator.generate(inputOf(APP, recordedPod(pod)), LATER_CLOCK);
    var second =
        AppStatusGenerator.generate(
            inputOf(withStatus(APP, first), recordedPod(pod)),
            StatusFixture.clockAt("2026-11-24T09:00:00Z"));

    assertThat(second).isEqualTo(first);
    assertThat(StatusTransitionEvents.between(first, second)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"crash-just-exited, crash", "newimage-pulling, newimage-pullbackoff"})
  void containerBackOffDoesNotChangeStatus(String before, String during) {
    var app = app("main: {image: 'nginx:1.27'}, adapters: [{name: metrics, image: i}]");
    var first = status(inputOf(app, recordedPod(before, "web")));

    assertThat(
            AppStatusGenerator.generate(
                inputOf(withStatus(app, first), recordedPod(during, "web")), LATER_CLOCK))
        .isEqualTo(first);
  }

  @Test
  void statusIsIndependentOfPodOrder() {
    var app = app("replicas: 2, " + SPEC);

    assertThat(status(inputOf(app, recordedPod("crash"), recordedPod("oom"))))
        .isEqualTo(status(inputOf(app, recordedPod("oom"), recordedPod("crash"))));
  }

  @Test
  void onlyConditionWithChangedStatusGetsNewTransitionTime() {
    var first = status(inputOf(APP));
    var second =
        AppStatusGenerator.generate(
            inputOf(withStatus(APP, first), recordedPod("initok")), LATER_CLOCK);

    assertThat(second.conditions())
        .extracting(Condition::getLastTransitionTime)
        .containsExactly("2026-11-24T03:24:05Z", "2026-11-24T03:24:05Z", "2026-11-24T03:31:00Z");
  }

  @Test
  void reasonChangeKeepsTransitionTime() {
    var first = status(inputOf(APP));
    var second =
        AppStatusGenerator.generate(
            inputOf(withStatus(APP, first), recordedPod("pull")), LATER_CLOCK);

    assertThat(second.condition("Ready").orElseThrow().getLastTransitionTime())
        .isEqualTo("2026-11-24T03:24:05Z");
    assertThat(reason(second, "Ready")).isEqualTo("MainNotReady");
  }

  @Test
  void invalidSpecListsAllErrorsAndKeepsRunningPods() {
    var status =
        status(invalidInput(APP, observedPods(recordedPod("initok")), ERROR, OTHER_ERROR, WARNING));

    assertThat(message(status, "Accepted"))
        .isEqualTo("spec.main.ports[0]: port 80 is taken: change it\nspec.volumes[0]: declare it");
    assertThat(status.conditions())
        .extracting(c -> c.getType() + "=" + c.getStatus() + " " + c.getReason())
        .containsExactly(
            "Accepted=False InvalidSpec",
            "Applied=False InvalidSpec",
            "Ready=False InvalidSpec",
            "Stalled=True InvalidSpec");
    assertThat(message(status, "Ready"))
        .isEqualTo(
            "spec.main.ports[0]: port 80 is taken: change it (and 1 more: see condition Accepted)."
                + " Running Pods are unchanged");
    assertThat(status.warnings()).containsExactly("spec.main.image: add a tag");
    assertThat(status.replicas()).isEqualTo(1);
    assertThat(status.summary().status()).isEqualTo("InvalidSpec");
  }

  @Test
  void invalidSpecOfNewAppShowsOnlyTheError() {
    assertThat(message(status(invalidInput(APP, observedPods(), ERROR)), "Ready"))
        .isEqualTo("spec.main.ports[0]: port 80 is taken: change it");
  }

  @Test
  void duplicateContainerNameIsListedOnceInRoles() {
    var app = app("main: {image: i}, sidecars: [{name: main, image: j}, {name: x, image: k}]");

    assertThat(status(invalidInput(app, observedPods(), ERROR)).roles())
        .extracting(RoleContainerStatus::name)
        .containsExactly("main", "x");
  }

  @Test
  void nameConflictMessageExplainsAdoption() {
    var applied =
        appliedWithProblems(new ChildProblem("Service/web", Reason.NameConflict, "it is not ours"));
    var status =
        status(new StatusInput(APP, List.of(), applied, observedPods(recordedPod("initok"))));

    assertThat(message(status, "Applied"))
        .isEqualTo(
            "Service/web: it is not ours. To adopt the object, if it has no controller, run: kubectl"
                + " annotate -n shop service/web patternedapp.io/adopt=web. Otherwise, give the"
                + " Service another name (spec.service.name), or rename the app");
    assertThat(reason(status, "Ready")).isEqualTo("NameConflict");
    assertThat(message(status, "Ready")).isEqualTo(message(status, "Applied"));
    assertThat(message(status, "Stalled"))
        .isEqualTo("Service/web must be fixed: see condition Applied");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Invalid       | spec.x: Invalid value              | Fix the named fields in the spec | true
          QuotaExceeded | exceeded quota: pods               | Raise the ResourceQuota of namespace shop, or reduce the requested resources | false
          PodSecurity   | violates PodSecurity "restricted"  | Set spec.security: Restricted, or set the named fields in securityContext | false
          Forbidden     | User "x" cannot create             | Grant the operator's ServiceAccount this permission, or change the policy that denies it | false
          """)
  void rejectedChildMessageIncludesRemediation(
      Reason reason, String serverMessage, String remediation, boolean stalled) {
    var applied =
        appliedWithProblems(
            new ChildProblem("Pod/web", reason, serverMessage),
            new ChildProblem("ConfigMap/web", Reason.Rejected, "try again."));
    var status = status(new StatusInput(APP, List.of(), applied, observedPods()));

    assertThat(reason(status, "Applied")).isEqualTo(reason.name());
    assertThat(message(status, "Applied"))
        .isEqualTo(
            "Pod/web: "
                + serverMessage
                + ". "
                + remediation
                + "\nConfigMap/web: try again. Fix the reported cause; the operator retries automatically");
    assertThat(status.condition("Stalled").isPresent()).isEqualTo(stalled);
  }

  @Test
  void conditionsAreUnknownBeforeFirstApply() {
    var status = status(new StatusInput(APP, List.of(), null, observedPods()));

    assertThat(status.condition("Applied").orElseThrow().getStatus()).isEqualTo("Unknown");
    assertThat(status.condition("Ready").orElseThrow().getStatus()).isEqualTo("Unknown");
  }

  @Test
  void lastUpdateIsKeptUntilTheNextUpdate() {
    var rolling = StatusFixture.appliedDuringRollout("replace Pod web", "spec.main.command", null);
    var first = status(new StatusInput(APP, List.of(), rolling, observedPods()));
    var second =
        status(
            new StatusInput(
                withStatus(APP, first), List.of(), StatusFixture.APPLIED_CLEANLY, observedPods()));

    assertThat(second.lastUpdate())
        .isEqualTo(LastUpdate.started("replace Pod web", "spec.main.command"));
  }

  @Test
  void lastUpdateIsCompletedWhenAppBecomesReady() {
    var rolling = StatusFixture.appliedDuringRollout("replace Pod web", "spec.main.command", null);
    var first = status(new StatusInput(APP, List.of(), rolling, observedPods()));
    var second = status(inputOf(withStatus(APP, first), recordedPod("initok")));

    assertThat(second.condition("Ready").orElseThrow().getStatus()).isEqualTo("True");
    assertThat(second.lastUpdate())
        .isEqualTo(new LastUpdate("replace Pod web", "spec.main.command", true));
  }

  @Test
  void serviceStatusShowsNodePorts() {
    var service =
        Serialization.unmarshal(
            """
            metadata: {name: shop-web}
            spec:
              clusterIP: 10.0.0.7
              ports:
              - {name: http, port: 80, nodePort: 30080}
              - {name: metrics, port: 9113, nodePort: 31913}
            """,
            Service.class);
    var status = statusWithService(service);

    assertThat(status.service())
        .isEqualTo(
            new ServiceStatus(
                "shop-web",
                "10.0.0.7",
                List.of(
                    new NodePortStatus("http", 80, 30080),
                    new NodePortStatus("metrics", 9113, 31913))));
    assertThat(status.summary().nodePorts()).isEqualTo("http 80:30080, metrics 9113:31913");

    service.getSpec().setPorts(service.getSpec().getPorts().subList(0, 1));
    assertThat(statusWithService(service).summary().nodePorts()).isEqualTo("80:30080");

    service.getSpec().getPorts().get(0).setNodePort(null);
    assertThat(statusWithService(service).summary().nodePorts()).isNull();
    assertThat(statusWithService(service).service().nodePorts()).isEmpty();
  }

  @Test
  void summaryCountsHelpersPerRole() {
    var app =
        app(
            "main: {image: i}, init: [{name: a, image: i}, {name: b, image: i}],"
                + " sidecars: [{name: c, image: i}, {name: d, image: i}],"
                + " adapters: [{name: e, image: i}], ambassadors: [{name: f, image: i}]");

    assertThat(status(inputOf(app)).summary().roles())
        .isEqualTo("2 init, 1 ambassador, 1 adapter, 2 sidecars");
    assertThat(status(inputOf(app("main: {image: i}"))).summary().roles()).isNull();
  }

  @Test
  void isolatedAmbassadorWarnsThatNetworkPolicyNeedsPluginSupport() {
    var gate = "main: {image: i}, ambassadors: [{name: gate, image: i%s}]";

    assertThat(status(inputOf(app(gate.formatted("")))).warnings())
        .containsExactly(
            "spec.ambassadors[0]: the NetworkPolicy that restricts ingress to ambassador \"gate\""
                + " requires a network plugin that enforces NetworkPolicies");
    assertThat(status(inputOf(app(gate.formatted(", isolate: false")))).warnings()).isEmpty();
  }

  @Test
  void warningsAreTruncatedToOneHundredEntries() {
    var many = IntStream.range(0, 150).mapToObj(i -> WARNING).toList();

    assertThat(
            status(new StatusInput(APP, many, StatusFixture.APPLIED_CLEANLY, observedPods()))
                .warnings())
        .hasSize(100)
        .endsWith("and 51 more");
  }

  @Test
  void conditionMessageIsTruncatedToTheApiLimit() {
    var huge = Problem.error("spec", "Huge", "x".repeat(40000));

    assertThat(
            message(
                AppStatusGenerator.generate(invalidInput(APP, observedPods(), huge), CLOCK),
                "Accepted"))
        .hasSize(32768)
        .endsWith("...");
  }

  private static PatternedAppStatus statusWithService(Service service) {
    return status(
        new StatusInput(
            APP,
            List.of(),
            StatusFixture.APPLIED_CLEANLY,
            new ObservedState(List.of(), null, service)));
  }
}
