package io.patternedapp.status;

import static io.patternedapp.status.Lab.CLOCK;
import static io.patternedapp.status.Lab.LATER;
import static io.patternedapp.status.Lab.app;
import static io.patternedapp.status.Lab.invalid;
import static io.patternedapp.status.Lab.message;
import static io.patternedapp.status.Lab.pods;
import static io.patternedapp.status.Lab.reason;
import static io.patternedapp.status.Lab.refused;
import static io.patternedapp.status.Lab.reported;
import static io.patternedapp.status.Lab.running;
import static io.patternedapp.status.Lab.status;
import static io.patternedapp.status.Lab.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.LastUpdate;
import io.patternedapp.api.NodePortStatus;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.api.RoleStatus;
import io.patternedapp.api.ServiceStatus;
import io.patternedapp.api.Summary;
import io.patternedapp.validate.Problem;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppStatusTest {

  private static final String SPEC =
      "main: {image: 'nginx:1.27'}, init: [{name: fetch, image: i}], sidecars: [{name: side, image: i}]";
  private static final PatternedApp APP = app(SPEC);
  private static final Problem ERROR =
      Problem.error("spec.main.ports[0]", "PortClash", "port 80 is taken: change it");
  private static final Problem OTHER_ERROR =
      Problem.error("spec.volumes[0]", "UnknownVolume", "declare it");
  private static final Problem WARNING = Problem.warning("spec.main.image", "NoTag", "add a tag");

  @Test
  void aReadyAppIsReadyInEveryRespect() {
    var status = status(running(APP, reported("initok")));

    assertThat(status.conditions())
        .extracting(c -> c.getType() + "=" + c.getStatus() + " " + c.getReason())
        .containsExactly("Accepted=True Valid", "Applied=True AsWanted", "Ready=True Ready");
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
  void aSecondLookGivesTheSameStatusAndNoEvents(String pod) {
    var first = AppStatus.of(running(APP, reported(pod)), LATER);
    var second =
        AppStatus.of(running(with(APP, first), reported(pod)), Lab.at("2026-11-24T09:00:00Z"));

    assertThat(second).isEqualTo(first);
    assertThat(AppEvents.between(first, second)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"crash-just-exited, crash", "newimage-pulling, newimage-pullbackoff"})
  void aBackOffChangesNothing(String before, String during) {
    var app = app("main: {image: 'nginx:1.27'}, adapters: [{name: metrics, image: i}]");
    var first = status(running(app, reported(before, "web")));

    assertThat(AppStatus.of(running(with(app, first), reported(during, "web")), LATER))
        .isEqualTo(first);
  }

  @Test
  void theOrderOfPodsDoesNotMatter() {
    var app = app("replicas: 2, " + SPEC);

    assertThat(status(running(app, reported("crash"), reported("oom"))))
        .isEqualTo(status(running(app, reported("oom"), reported("crash"))));
  }

  @Test
  void onlyAChangedConditionGetsANewTransitionTime() {
    var first = status(running(APP));
    var second = AppStatus.of(running(with(APP, first), reported("initok")), LATER);

    assertThat(second.conditions())
        .extracting(Condition::getLastTransitionTime)
        .containsExactly("2026-11-24T03:24:05Z", "2026-11-24T03:24:05Z", "2026-11-24T03:31:00Z");
  }

  @Test
  void anotherReasonKeepsTheTransitionTime() {
    var first = status(running(APP));
    var second = AppStatus.of(running(with(APP, first), reported("pull")), LATER);

    assertThat(second.condition("Ready").orElseThrow().getLastTransitionTime())
        .isEqualTo("2026-11-24T03:24:05Z");
    assertThat(reason(second, "Ready")).isEqualTo("MainNotReady");
  }

  @Test
  void anInvalidSpecIsListedInFullAndLeavesWhatRuns() {
    var status = status(invalid(APP, pods(reported("initok")), ERROR, OTHER_ERROR, WARNING));

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
            "spec.main.ports[0]: port 80 is taken: change it (and 1 more: see Accepted). What runs"
                + " was left as it is");
    assertThat(status.warnings()).containsExactly("spec.main.image: add a tag");
    assertThat(status.replicas()).isEqualTo(1);
    assertThat(status.summary().status()).isEqualTo("InvalidSpec");
  }

  @Test
  void anInvalidSpecOfANewAppSaysOnlyWhatIsWrong() {
    assertThat(message(status(invalid(APP, pods(), ERROR)), "Ready"))
        .isEqualTo("spec.main.ports[0]: port 80 is taken: change it");
  }

  @Test
  void namesThatAreTakenTwiceAreListedOnce() {
    var app = app("main: {image: i}, sidecars: [{name: main, image: j}, {name: x, image: k}]");

    assertThat(status(invalid(app, pods(), ERROR)).roles())
        .extracting(RoleStatus::name)
        .containsExactly("main", "x");
  }

  @Test
  void aNameConflictSaysHowToHandOver() {
    var applied = refused(new ChildProblem("Service/web", Reason.NameConflict, "it is not ours"));
    var status = status(new Situation(APP, List.of(), applied, pods(reported("initok"))));

    assertThat(message(status, "Applied"))
        .isEqualTo(
            "Service/web: it is not ours. To hand it over, provided that no controller has it:"
                + " kubectl annotate -n shop service/web patternedapp.io/adopt=web. Else give the"
                + " Service another name (spec.service.name), or rename the app");
    assertThat(reason(status, "Ready")).isEqualTo("NameConflict");
    assertThat(message(status, "Ready")).isEqualTo(message(status, "Applied"));
    assertThat(message(status, "Stalled")).isEqualTo("Service/web has to be mended: see Applied");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Invalid       | spec.x: Invalid value              | Mend what it names in the spec | true
          QuotaExceeded | exceeded quota: pods               | Raise the ResourceQuota of namespace shop, or ask for less | false
          PodSecurity   | violates PodSecurity "restricted"  | Set spec.security: Restricted, or what it names in securityContext | false
          Forbidden     | User "x" cannot create             | Allow it to the operator's ServiceAccount, or change what refuses it | false
          """)
  void aRefusalSaysWhatToDo(Reason reason, String words, String advice, boolean stalled) {
    var applied =
        refused(
            new ChildProblem("Pod/web", reason, words),
            new ChildProblem("ConfigMap/web", Reason.Refused, "try again."));
    var status = status(new Situation(APP, List.of(), applied, pods()));

    assertThat(reason(status, "Applied")).isEqualTo(reason.name());
    assertThat(message(status, "Applied"))
        .isEqualTo(
            "Pod/web: "
                + words
                + ". "
                + advice
                + "\nConfigMap/web: try again. Mend what it names: it is tried again by itself");
    assertThat(status.condition("Stalled").isPresent()).isEqualTo(stalled);
  }

  @Test
  void beforeAnythingWasAppliedItIsUnknown() {
    var status = status(new Situation(APP, List.of(), null, pods()));

    assertThat(status.condition("Applied").orElseThrow().getStatus()).isEqualTo("Unknown");
    assertThat(status.condition("Ready").orElseThrow().getStatus()).isEqualTo("Unknown");
  }

  @Test
  void theLastUpdateStaysUntilTheNext() {
    var rolling = Lab.rolling("replace Pod web", "spec.main.command", null);
    var first = status(new Situation(APP, List.of(), rolling, pods()));
    var second = status(new Situation(with(APP, first), List.of(), Lab.CLEAN, pods()));

    assertThat(second.lastUpdate())
        .isEqualTo(LastUpdate.begun("replace Pod web", "spec.main.command"));
  }

  @Test
  void anUpdateIsCompleteOnceTheAppIsReady() {
    var rolling = Lab.rolling("replace Pod web", "spec.main.command", null);
    var first = status(new Situation(APP, List.of(), rolling, pods()));
    var second = status(running(with(APP, first), reported("initok")));

    assertThat(second.condition("Ready").orElseThrow().getStatus()).isEqualTo("True");
    assertThat(second.lastUpdate())
        .isEqualTo(new LastUpdate("replace Pod web", "spec.main.command", true));
  }

  @Test
  void theServiceShowsItsNodePorts() {
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
    var status = withService(service);

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
    assertThat(withService(service).summary().nodePorts()).isEqualTo("80:30080");

    service.getSpec().getPorts().get(0).setNodePort(null);
    assertThat(withService(service).summary().nodePorts()).isNull();
    assertThat(withService(service).service().nodePorts()).isEmpty();
  }

  @Test
  void theRolesAreCounted() {
    var app =
        app(
            "main: {image: i}, init: [{name: a, image: i}, {name: b, image: i}],"
                + " sidecars: [{name: c, image: i}, {name: d, image: i}],"
                + " adapters: [{name: e, image: i}], ambassadors: [{name: f, image: i}]");

    assertThat(status(running(app)).summary().roles())
        .isEqualTo("2 init, 1 ambassador, 1 adapter, 2 sidecars");
    assertThat(status(running(app("main: {image: i}"))).summary().roles()).isNull();
  }

  @Test
  void isolationIsOnlyAsGoodAsTheNetworkPlugin() {
    var gate = "main: {image: i}, ambassadors: [{name: gate, image: i%s}]";

    assertThat(status(running(app(gate.formatted("")))).warnings())
        .containsExactly(
            "spec.ambassadors[0]: the NetworkPolicy that lets clients in only through ambassador"
                + " \"gate\" works only where the cluster's network plugin enforces NetworkPolicy");
    assertThat(status(running(app(gate.formatted(", isolate: false")))).warnings()).isEmpty();
  }

  @Test
  void warningsFitIntoTheList() {
    var many = IntStream.range(0, 150).mapToObj(i -> WARNING).toList();

    assertThat(status(new Situation(APP, many, Lab.CLEAN, pods())).warnings())
        .hasSize(100)
        .endsWith("and 51 more");
  }

  @Test
  void aMessageFitsIntoACondition() {
    var huge = Problem.error("spec", "Huge", "x".repeat(40000));

    assertThat(message(AppStatus.of(invalid(APP, pods(), huge), CLOCK), "Accepted"))
        .hasSize(32768)
        .endsWith("...");
  }

  private static PatternedAppStatus withService(Service service) {
    return status(new Situation(APP, List.of(), Lab.CLEAN, new Observed(List.of(), null, service)));
  }
}
