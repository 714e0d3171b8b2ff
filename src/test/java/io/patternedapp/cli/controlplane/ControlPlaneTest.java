package io.patternedapp.cli.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.cli.controlplane.binaries.BinaryLocator;
import io.patternedapp.cli.controlplane.binaries.ControlPlaneBinaries;
import io.patternedapp.cli.controlplane.binaries.ControlPlaneMisconfiguredException;
import io.patternedapp.cli.controlplane.binaries.ControlPlaneUnavailableException;
import io.patternedapp.cli.controlplane.binaries.GoModule;
import io.patternedapp.cli.process.JvmProcess;
import java.io.BufferedReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests with real servers. Skipped with a message if kube-apiserver and etcd are not available. */
@Timeout(300)
class ControlPlaneTest {

  private static ControlPlaneBinaries binaries;
  @AutoClose private static ControlPlane shared;
  private static String unavailableReason;

  @TempDir Path temp;

  @BeforeAll
  @Timeout(3600)
  static void locateBinariesAndStart() {
    try {
      binaries = BinaryLocator.create(System.getenv(), System.err::println).locate();
      shared = start();
    } catch (ControlPlaneMisconfiguredException e) {
      throw e;
    } catch (ControlPlaneUnavailableException e) {
      unavailableReason = e.getMessage();
      System.err.println("SKIPPED: all tests with a real control plane. " + unavailableReason);
    }
  }

  /** Runs before each test, not before all, so that each test is counted as skipped. */
  @BeforeEach
  void assumeBinariesAvailable() {
    assumeTrue(unavailableReason == null, unavailableReason);
  }

  @Test
  void controlPlaneServesNamespacesConfigMapsAndPendingPods() {
    try (KubernetesClient client = client(shared.adminConfig())) {
      client
          .resource(new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build())
          .create();
      client
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withNamespace("shop")
                  .withName("settings")
                  .endMetadata()
                  .addToData("color", "blue")
                  .build())
          .create();
      Pod pod = client.resource(pod("shop")).create();

      assertThat(pod.getStatus().getPhase()).isEqualTo("Pending");
      assertThat(client.configMaps().inNamespace("shop").withName("settings").get().getData())
          .containsEntry("color", "blue");
      assertThat(client.getKubernetesVersion().getMinor())
          .isEqualTo(new GoModule().kubernetesVersion().split("\\.")[1]);
    }
  }

  @Test
  void secondControlPlaneStartsEmptyBesideARunningOne() {
    try (KubernetesClient client = client(shared.adminConfig());
        ControlPlane second = start();
        KubernetesClient secondClient = client(second.adminConfig())) {
      client.resource(pod("default")).create();

      assertThat(client.pods().inAnyNamespace().list().getItems()).isNotEmpty();
      assertThat(secondClient.pods().inAnyNamespace().list().getItems()).isEmpty();
    }
  }

  /** Uses HTTP/1.1, since kube-apiserver closes HTTP/2 connections of unauthenticated clients. */
  @Test
  void controlPlaneAuthenticatesItsAdminByTokenOnly() {
    ConfigBuilder client = new ConfigBuilder(shared.adminConfig()).withHttp2Disable(true);

    assertThat(statusCodeOfListingPods(client.withOauthToken("wrong").build()))
        .isEqualTo(HttpURLConnection.HTTP_UNAUTHORIZED);
    assertThat(statusCodeOfListingPods(client.withOauthToken(null).build()))
        .isEqualTo(HttpURLConnection.HTTP_FORBIDDEN);
  }

  @Test
  void controlPlaneAuthorizesByRbac() {
    try (KubernetesClient client = client(shared.adminConfig())) {
      Config ann = new ConfigBuilder(shared.adminConfig()).withImpersonateUsername("ann").build();
      assertThat(statusCodeOfListingPods(ann)).isEqualTo(HttpURLConnection.HTTP_FORBIDDEN);

      client
          .resource(
              new ClusterRoleBuilder()
                  .withNewMetadata()
                  .withName("list-pods")
                  .endMetadata()
                  .addNewRule()
                  .withApiGroups("")
                  .withResources("pods")
                  .withVerbs("list")
                  .endRule()
                  .build())
          .create();
      client
          .resource(
              new ClusterRoleBindingBuilder()
                  .withNewMetadata()
                  .withName("ann-lists-pods")
                  .endMetadata()
                  .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "list-pods")
                  .addNewSubject("rbac.authorization.k8s.io", "User", "ann", null)
                  .build())
          .create();

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(statusCodeOfListingPods(ann)).isEqualTo(HttpURLConnection.HTTP_OK));
    }
  }

  @Test
  void controlPlaneKubeconfigConnectsToTheApiServer() {
    try (KubernetesClient client =
        client(Config.fromKubeconfig(shared.kubeconfigFile().toFile()))) {
      assertThat(client.namespaces().withName("default").get()).isNotNull();
      assertThat(shared.kubeconfigFile()).content().isEqualTo(shared.kubeconfig());
    }
  }

  @Test
  void controlPlaneIgnoresTheUserKubeconfig() throws Exception {
    Path userKubeconfig =
        Files.writeString(
            temp.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: users
            contexts: [{name: users, context: {cluster: users, user: users, namespace: users}}]
            clusters: [{name: users, cluster: {server: "https://users.example"}}]
            users: [{name: users, user: {token: users}}]
            """);
    String before =
        System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, userKubeconfig.toString());
    try (ControlPlane controlPlane = start()) {
      assertThat(new ConfigBuilder().build().getMasterUrl()).contains("users.example");

      Config config = controlPlane.adminConfig();

      assertThat(config.getMasterUrl()).startsWith("https://127.0.0.1:");
      assertThat(config.getNamespace()).isEqualTo("default");
      assertThat(config.getOauthToken()).isNotEqualTo("users");
      assertThat(config.getCurrentContext()).isNull();
      assertThat(controlPlane.kubeconfig()).doesNotContain("users.example");
    } finally {
      if (before == null) {
        System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
      } else {
        System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, before);
      }
    }
  }

  @Test
  void controlPlaneStartsWithAdditionalApiServerFlags() throws Exception {
    Path policy =
        Files.writeString(
            temp.resolve("policy.yaml"),
            """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            rules: [{level: Metadata}]
            """);
    Path log = temp.resolve("audit.log");
    ControlPlaneSettings options =
        ControlPlaneSettings.defaults()
            .withApiServerFlags("--audit-policy-file=" + policy, "--audit-log-path=" + log);

    try (ControlPlane controlPlane = ControlPlane.start(binaries, options);
        KubernetesClient client = client(controlPlane.adminConfig())) {
      client.resource(pod("default")).create();
    }

    assertThat(Files.readAllLines(log))
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("\"verb\":\"create\"", "\"resource\":\"pods\"", "\"admin\""));
  }

  @Test
  void closedControlPlaneLeavesNoProcessAndNoDirectory() {
    ControlPlane controlPlane = start();
    List<Long> pids = controlPlane.pids();
    assertThat(pids).hasSize(2).allMatch(ControlPlaneTest::isAlive);
    assertThat(controlPlane.directory()).isDirectory();

    controlPlane.close();
    controlPlane.close();

    assertThat(pids).noneMatch(ControlPlaneTest::isAlive);
    assertThat(controlPlane.directory()).doesNotExist();
  }

  @Test
  void rejectedApiServerFlagIsReportedAndLeavesNoProcess() {
    List<ProcessHandle> before = ProcessHandle.current().children().toList();
    ControlPlaneSettings options =
        ControlPlaneSettings.defaults().withApiServerFlags("--no-such=1");

    assertThatThrownBy(() -> ControlPlane.start(binaries, options))
        .isInstanceOf(ControlPlaneStartException.class)
        .hasMessageContaining("kube-apiserver exited with code 1")
        .hasMessageContaining("unknown flag: --no-such");

    assertThat(ProcessHandle.current().children()).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void apiServerUsesAnotherPortWhenTheFirstIsTaken() throws Exception {
    try (ServerSocket takenSocket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      AtomicInteger portRequests = new AtomicInteger();
      KubeApiServerStarter.PortAllocator firstPortTaken =
          () ->
              portRequests.incrementAndGet() == 1
                  ? takenSocket.getLocalPort()
                  : KubeApiServerStarter.PortAllocator.ephemeral();

      try (ControlPlane controlPlane =
          ControlPlane.start(binaries, ControlPlaneSettings.defaults(), firstPortTaken)) {
        assertThat(portRequests).hasValue(2);
        assertThat(controlPlane.adminConfig().getMasterUrl())
            .doesNotContain(":" + takenSocket.getLocalPort() + "/");
      }
    }
  }

  /** A server that listens on all addresses would occupy its port on this address too. */
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have no address 127.0.0.2")
  void apiServerListensOnOneLoopbackAddressOnly() throws Exception {
    int port = URI.create(shared.adminConfig().getMasterUrl()).getPort();

    try (ServerSocket other = new ServerSocket()) {
      other.bind(new InetSocketAddress("127.0.0.2", port));
      assertThat(other.isBound()).isTrue();
    }
  }

  @Test
  void controlPlaneStopsWhenTheJvmTerminates() throws Exception {
    Process jvm = holder().start();
    try (BufferedReader output = jvm.inputReader()) {
      Path directory = Path.of(output.readLine());
      List<Long> pids = Arrays.stream(output.readLine().split(" ")).map(Long::valueOf).toList();
      assertThat(pids).hasSize(2).allMatch(ControlPlaneTest::isAlive);
      assertThat(directory).isDirectory();

      jvm.toHandle().destroy();

      assertThat(jvm.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(pids).noneMatch(ControlPlaneTest::isAlive);
      assertThat(directory).doesNotExist();
    } finally {
      kill(jvm);
    }
  }

  @Test
  void controlPlaneIgnoresEtcdAndKubeconfigVariables() throws Exception {
    ProcessBuilder builder = holder();
    builder.environment().put("ETCD_DISCOVERY", "http://127.0.0.1:1");
    builder.environment().put("KUBECONFIG", temp.resolve("absent").toString());
    Process jvm = builder.start();
    try (BufferedReader output = jvm.inputReader()) {
      assertThat(output.readLine()).isNotNull();
      assertThat(output.readLine().split(" ")).hasSize(2);
    } finally {
      kill(jvm);
    }
  }

  private ProcessBuilder holder() {
    return JvmProcess.processBuilder(
            ControlPlaneHolder.class,
            binaries.kubeApiServer().toString(),
            binaries.etcd().toString())
        .redirectError(temp.resolve("stderr").toFile());
  }

  private static void kill(Process jvm) {
    jvm.destroy();
    jvm.descendants().forEach(ProcessHandle::destroyForcibly);
    jvm.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Starts a control plane and exits without closing it. */
  static final class ControlPlaneHolder {
    public static void main(String[] arguments) throws Exception {
      ControlPlane controlPlane =
          ControlPlane.start(
              new ControlPlaneBinaries(Path.of(arguments[0]), Path.of(arguments[1])),
              ControlPlaneSettings.defaults());
      System.out.println(controlPlane.directory());
      System.out.println(
          String.join(" ", controlPlane.pids().stream().map(String::valueOf).toList()));
      Thread.currentThread().join();
    }
  }

  private static ControlPlane start() {
    return ControlPlane.start(binaries, ControlPlaneSettings.defaults());
  }

  private static KubernetesClient client(Config config) {
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static Pod pod(String namespace) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("web")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("nginx:1.27")
        .endContainer()
        .endSpec()
        .build();
  }

  private static int statusCodeOfListingPods(Config config) {
    try (KubernetesClient client = client(config)) {
      client.pods().inNamespace("default").list();
      return HttpURLConnection.HTTP_OK;
    } catch (KubernetesClientException e) {
      return e.getCode();
    }
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
