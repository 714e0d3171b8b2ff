package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two operators as processes of their own, of which one works, and what signals do to them. */
@ExtendWith(ApiServer.class)
@Timeout(180)
class FailoverTest {

  private static final String APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: %s}
      spec:
        main: {image: "nginx:1.27", ports: [{containerPort: 80}]}
        service: {type: ClusterIP, ports: [{port: %d, targetPort: 80}]}
      """;

  /** What the product promises for the end of a leader that could give nothing up. */
  private static final Duration TAKEOVER = Duration.ofSeconds(20);

  private ApiServer.Shared api;
  private Lab lab;

  @BeforeEach
  void openLab(ApiServer.Shared shared) {
    api = shared;
    lab = Lab.withoutOperator(shared);
  }

  @AfterEach
  void closeLab() {
    if (lab != null) {
      lab.close();
      leases().delete();
    }
  }

  @Test
  void theStandbyIsReadyAndWritesNothing() throws Exception {
    try (var leader = leader("one");
        var standby = OperatorJvm.start(api, lab.namespace(), "two")) {
      var mark = lab.mark();
      lab.apply(APP.formatted("web", 80));
      lab.untilCondition("web", "Applied", "True");
      lab.untilQuiet();

      assertThat(standby.leads()).isFalse();
      assertThat(leader.leads()).isTrue();
      assertThat(standby.status("/livez")).isEqualTo(200);
      assertThat(lab.writesSince(mark))
          .as("as many writes as of one operator: Pod, Service, status")
          .hasSize(3);
      assertThat(standby.get("/metrics")).contains("patternedapp_apps 1.0");
      assertThat(standby.get("/metrics").lines())
          .filteredOn(line -> line.startsWith("patternedapp_api_requests_total"))
          .noneMatch(line -> line.contains("\"patch\"") || line.contains("\"create\""));
    }
  }

  @Test
  void aKilledLeaderIsFollowedWithin20Seconds() throws Exception {
    try (var leader = leader("one");
        var standby = OperatorJvm.start(api, lab.namespace(), "two")) {
      lab.apply(APP.formatted("web", 80));
      lab.untilCondition("web", "Applied", "True");

      leader.signal("KILL");
      lab.apply(APP.formatted("web", 81));

      await().atMost(TAKEOVER).until(() -> port("web"), port -> port == 81);
      assertThat(standby.leads()).isTrue();
    }
  }

  @Test
  void aLeaderThatWasPausedUndoesNothing() throws Exception {
    try (var paused = leader("one");
        var next = OperatorJvm.start(api, lab.namespace(), "two")) {
      apps().forEach(app -> lab.apply(APP.formatted(app, 80)));
      apps().forEach(app -> lab.untilCondition(app, "Applied", "True"));

      // In the middle of what it does about a first change, which the other then takes further.
      apps().forEach(app -> lab.apply(APP.formatted(app, 81)));
      paused.signal("STOP");
      apps().forEach(app -> lab.apply(APP.formatted(app, 82)));
      apps().forEach(app -> await().atMost(TAKEOVER).until(() -> port(app), port -> port == 82));
      apps().forEach(app -> lab.untilCondition(app, "Applied", "True"));
      lab.untilQuiet();
      var before = versions();
      paused.signal("CONT");

      assertThat(paused.end(Duration.ofSeconds(20))).as(paused.log()).isEqualTo(1);
      assertThat(paused.log()).contains("is lost");
      lab.untilQuiet();
      assertThat(versions()).isEqualTo(before);
      assertThat(next.leads()).isTrue();
    }
  }

  @Test
  void sigtermGivesTheLeaseUpAndLosesNothing() throws Exception {
    try (var leader = leader("one");
        var standby = OperatorJvm.start(api, lab.namespace(), "two")) {
      apps().forEach(app -> lab.apply(APP.formatted(app, 80)));

      leader.signal("TERM");
      assertThat(leader.end(Duration.ofSeconds(5))).as(leader.log()).isZero();

      assertThat(leader.log()).contains("is given up");
      await().atMost(Duration.ofSeconds(6)).until(standby::leads);
      apps().forEach(app -> lab.untilCondition(app, "Applied", "True"));
      apps().forEach(app -> assertThat(lab.childNames(app)).hasSize(2));
    }
  }

  /** An operator that has won the election. */
  private OperatorJvm leader(String name) throws Exception {
    var leader = OperatorJvm.start(api, lab.namespace(), name);
    await("leads").atMost(Duration.ofSeconds(20)).until(leader::leads);
    return leader;
  }

  private static List<String> apps() {
    return IntStream.range(0, 20).mapToObj(i -> "app-" + i).toList();
  }

  private int port(String app) {
    Service service = lab.admin().services().inNamespace(lab.namespace()).withName(app).require();
    return service.getSpec().getPorts().get(0).getPort();
  }

  private List<String> versions() {
    return apps().stream()
        .flatMap(app -> lab.children(app).stream())
        .filter(child -> !(child instanceof ConfigMap))
        .map(child -> child.getKind() + child.getMetadata().getResourceVersion())
        .toList();
  }

  private io.fabric8.kubernetes.client.dsl.Resource<Lease> leases() {
    return lab.admin()
        .leases()
        .inNamespace(OperatorJvm.LEASE_NAMESPACE)
        .withName("patternedapp-operator");
  }
}
