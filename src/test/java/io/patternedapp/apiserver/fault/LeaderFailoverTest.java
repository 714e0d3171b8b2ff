package io.patternedapp.apiserver.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.apiserver.support.OperatorJvm;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests leader election with two operator processes: the standby takes over when the leader is
 * killed, paused or terminated.
 */
@ExtendWith(ApiServerExtension.class)
@Timeout(180)
class LeaderFailoverTest {

  private static final String APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: %s}
      spec:
        main: {image: "nginx:1.27", ports: [{containerPort: 80}]}
        service: {type: ClusterIP, ports: [{port: %d, targetPort: 80}]}
      """;

  /** The promised takeover time after a leader ends without releasing its Lease. */
  private static final Duration TAKEOVER_TIMEOUT = Duration.ofSeconds(20);

  private ApiServerExtension.TestControlPlane api;
  private OperatorFixture fixture;

  @BeforeEach
  void createFixture(ApiServerExtension.TestControlPlane shared) {
    api = shared;
    fixture = OperatorFixture.withoutOperator(shared);
  }

  @AfterEach
  void closeFixture() {
    if (fixture != null) {
      fixture.close();
      leases().delete();
    }
  }

  @Test
  void standbyIsReadyAndWritesNothing() throws Exception {
    try (var leader = startLeader("one");
        var standby = OperatorJvm.start(api, fixture.namespace(), "two")) {
      var mark = fixture.mark();
      fixture.apply(APP.formatted("web", 80));
      fixture.awaitCondition("web", "Applied", "True");
      fixture.awaitNoMoreWrites();

      assertThat(standby.isLeader()).isFalse();
      assertThat(leader.isLeader()).isTrue();
      assertThat(standby.httpStatus("/livez")).isEqualTo(200);
      assertThat(fixture.writesSince(mark))
          .as("writes of the leader only: Pod, Service, status")
          .hasSize(3);
      assertThat(standby.httpGet("/metrics")).contains("patternedapp_apps 1.0");
      assertThat(standby.httpGet("/metrics").lines())
          .filteredOn(line -> line.startsWith("patternedapp_api_requests_total"))
          .noneMatch(line -> line.contains("\"patch\"") || line.contains("\"create\""));
    }
  }

  @Test
  void standbyTakesOverWithin20SecondsAfterTheLeaderIsKilled() throws Exception {
    try (var leader = startLeader("one");
        var standby = OperatorJvm.start(api, fixture.namespace(), "two")) {
      fixture.apply(APP.formatted("web", 80));
      fixture.awaitCondition("web", "Applied", "True");

      leader.sendSignal("KILL");
      fixture.apply(APP.formatted("web", 81));

      await().atMost(TAKEOVER_TIMEOUT).until(() -> servicePort("web"), port -> port == 81);
      assertThat(standby.isLeader()).isTrue();
    }
  }

  @Test
  void leaderPausedBeyondItsLeaseWritesNothingAndExits() throws Exception {
    try (var paused = startLeader("one");
        var standby = OperatorJvm.start(api, fixture.namespace(), "two")) {
      appNames().forEach(app -> fixture.apply(APP.formatted(app, 80)));
      appNames().forEach(app -> fixture.awaitCondition(app, "Applied", "True"));

      // The leader is paused during its first change, which the standby then completes.
      appNames().forEach(app -> fixture.apply(APP.formatted(app, 81)));
      paused.sendSignal("STOP");
      appNames().forEach(app -> fixture.apply(APP.formatted(app, 82)));
      appNames()
          .forEach(
              app ->
                  await()
                      .atMost(TAKEOVER_TIMEOUT)
                      .until(() -> servicePort(app), port -> port == 82));
      appNames().forEach(app -> fixture.awaitCondition(app, "Applied", "True"));
      fixture.awaitNoMoreWrites();
      var before = resourceVersions();
      paused.sendSignal("CONT");

      assertThat(paused.awaitExit(Duration.ofSeconds(20))).as(paused.log()).isEqualTo(1);
      assertThat(paused.log()).contains("Lost leader election for lease");
      fixture.awaitNoMoreWrites();
      assertThat(resourceVersions()).isEqualTo(before);
      assertThat(standby.isLeader()).isTrue();
    }
  }

  @Test
  void leaderReleasesItsLeaseOnSigtermAndTheStandbyTakesOver() throws Exception {
    try (var leader = startLeader("one");
        var standby = OperatorJvm.start(api, fixture.namespace(), "two")) {
      appNames().forEach(app -> fixture.apply(APP.formatted(app, 80)));

      leader.sendSignal("TERM");
      assertThat(leader.awaitExit(Duration.ofSeconds(5))).as(leader.log()).isZero();

      assertThat(leader.log()).contains("Released lease");
      await().atMost(Duration.ofSeconds(6)).until(standby::isLeader);
      appNames().forEach(app -> fixture.awaitCondition(app, "Applied", "True"));
      appNames().forEach(app -> assertThat(fixture.childNames(app)).hasSize(2));
    }
  }

  /** Starts an operator and waits until it is the leader. */
  private OperatorJvm startLeader(String name) throws Exception {
    var leader = OperatorJvm.start(api, fixture.namespace(), name);
    await(name + " is the leader").atMost(Duration.ofSeconds(20)).until(leader::isLeader);
    return leader;
  }

  private static List<String> appNames() {
    return IntStream.range(0, 20).mapToObj(i -> "app-" + i).toList();
  }

  private int servicePort(String app) {
    Service service =
        fixture.admin().services().inNamespace(fixture.namespace()).withName(app).require();
    return service.getSpec().getPorts().get(0).getPort();
  }

  private List<String> resourceVersions() {
    return appNames().stream()
        .flatMap(app -> fixture.children(app).stream())
        .filter(child -> !(child instanceof ConfigMap))
        .map(child -> child.getKind() + child.getMetadata().getResourceVersion())
        .toList();
  }

  private io.fabric8.kubernetes.client.dsl.Resource<Lease> leases() {
    return fixture
        .admin()
        .leases()
        .inNamespace(OperatorJvm.LEASE_NAMESPACE)
        .withName("patternedapp-operator");
  }
}
