package io.patternedapp.bench;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.patternedapp.cli.controlplane.ControlPlane;
import io.patternedapp.cli.controlplane.ControlPlaneSettings;
import io.patternedapp.cli.controlplane.binaries.ControlPlaneBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The kube-apiserver and etcd of one arm, with deploy/install.yaml applied. Arms do not share a
 * server, so that no arm watches the objects of another.
 */
final class BenchmarkServer implements AutoCloseable {

  private static final String SERVICE_ACCOUNT_PATH =
      "/api/v1/namespaces/patternedapp-system/serviceaccounts/patternedapp-operator";
  private static final String USER =
      "system:serviceaccount:patternedapp-system:patternedapp-operator";
  private static final Pattern TOKEN = Pattern.compile("\"token\":\\s*\"([^\"]+)\"");
  private static final int AUDIT_LOG_MAX_MB = 4_000;
  private static final Duration RBAC_TIMEOUT = Duration.ofSeconds(30);
  private static final List<String> DELETE_PATHS =
      List.of(
          "/apis/patternedapp.io/v1alpha1/namespaces/%s/patternedapps",
          "/apis/apps/v1/namespaces/%s/deployments",
          "/apis/apps/v1/namespaces/%s/replicasets",
          "/api/v1/namespaces/%s/pods?gracePeriodSeconds=0",
          "/api/v1/namespaces/%s/configmaps");

  private static final Pattern SERVICE_NAME =
      Pattern.compile("\"metadata\":\\{\"name\":\"(b-[^\"]+)\"");

  private final ControlPlane controlPlane;
  private final Path files;
  private final RawApiClient adminClient;
  private final RawApiClient operatorClient;
  private final Path operatorKubeconfig;
  private final AuditRequestCounter operatorRequests;
  private final Set<ProcessHandle> processes;

  private BenchmarkServer(ControlPlane controlPlane, Set<ProcessHandle> processes, Path files)
      throws IOException {
    this.controlPlane = controlPlane;
    this.processes = processes;
    this.files = files;
    this.adminClient = RawApiClient.withAdminToken(controlPlane.adminConfig());
    install();
    var response =
        adminClient.send(
            "POST",
            SERVICE_ACCOUNT_PATH + "/token",
            RawApiClient.JSON,
            "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{\"expirationSeconds\":43200}}");
    var token = JsonFields.firstMatch(TOKEN, response);
    this.operatorClient = new RawApiClient(controlPlane.adminConfig(), token);
    this.operatorKubeconfig = files.resolve("kubeconfig");
    Files.writeString(
        operatorKubeconfig,
        controlPlane.kubeconfig().replace(controlPlane.adminConfig().getOauthToken(), token));
    this.operatorRequests = new AuditRequestCounter(files.resolve("audit.log"), USER);
    await().atMost(RBAC_TIMEOUT).ignoreExceptions().until(this::canListApps);
  }

  static BenchmarkServer start(ControlPlaneBinaries binaries) throws IOException {
    var files = Files.createTempDirectory("patternedapp-bench");
    var policy = Path.of("src", "test", "resources", "audit-policy.yaml").toAbsolutePath();
    var processesBefore = CpuTime.descendants();
    var controlPlane =
        ControlPlane.start(
            binaries,
            ControlPlaneSettings.defaults()
                .withApiServerFlags(
                    "--service-node-port-range=30000-60000",
                    "--audit-policy-file=" + policy,
                    "--audit-log-maxsize=" + AUDIT_LOG_MAX_MB,
                    "--audit-log-path=" + files.resolve("audit.log")));
    var newProcesses = CpuTime.descendants();
    newProcesses.removeAll(processesBefore);
    return new BenchmarkServer(controlPlane, newProcesses, files);
  }

  /** Returns the client of the administrator, who creates the apps. */
  RawApiClient adminClient() {
    return adminClient;
  }

  /**
   * Returns a client with the operator's ServiceAccount, so that its RBAC and fair queuing apply.
   */
  RawApiClient operatorClient() {
    return operatorClient;
  }

  /** Returns the kubeconfig of the operator's ServiceAccount. */
  Path operatorKubeconfig() {
    return operatorKubeconfig;
  }

  /** Returns the kubeconfig of the administrator. */
  Path adminKubeconfig() {
    return controlPlane.kubeconfigFile();
  }

  Config adminConfig() {
    return controlPlane.adminConfig();
  }

  /** Returns the CPU time of kube-apiserver and etcd. */
  Duration cpuTime() {
    return CpuTime.total(processes);
  }

  /** Returns the counter of the ServiceAccount's requests. */
  AuditRequestCounter operatorRequests() {
    return operatorRequests;
  }

  /** Deletes all apps and their children. */
  void deleteApps() {
    for (int n = 0; n < SampleApp.NAMESPACES; n++) {
      var namespace = SampleApp.namespace(n);
      DELETE_PATHS.forEach(kind -> adminClient.delete(kind.formatted(namespace)));
      var services = "/api/v1/namespaces/" + namespace + "/services";
      SERVICE_NAME
          .matcher(adminClient.get(services))
          .results()
          .parallel()
          .forEach(service -> adminClient.delete(services + "/" + service.group(1)));
    }
  }

  private void install() throws IOException {
    try (var client = new KubernetesClientBuilder().withConfig(adminConfig()).build()) {
      try (var yaml = Files.newInputStream(Path.of("deploy", "install.yaml"))) {
        for (HasMetadata object : client.load(yaml).items()) {
          client.resource(object).create();
        }
      }
    }
    for (int n = 0; n < SampleApp.NAMESPACES; n++) {
      adminClient.send(
          "POST",
          "/api/v1/namespaces",
          RawApiClient.JSON,
          "{\"metadata\":{\"name\":\"" + SampleApp.namespace(n) + "\"}}");
    }
  }

  private boolean canListApps() {
    return operatorClient
        .get("/apis/patternedapp.io/v1alpha1/patternedapps?limit=1")
        .contains("items");
  }

  @Override
  public void close() throws IOException {
    controlPlane.close();
    try (var all = Files.list(files)) {
      for (var file : all.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(files);
  }
}
