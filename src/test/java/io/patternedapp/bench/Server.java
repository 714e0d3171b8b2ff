package io.patternedapp.bench;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.patternedapp.cli.controlplane.ControlPlane;
import io.patternedapp.cli.controlplane.ControlPlaneBinaries;
import io.patternedapp.cli.controlplane.ControlPlaneOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A kube-apiserver and etcd of one arm's own, with the CRD and the RBAC of the project. Arms do not
 * share one, so that no arm sees another's objects.
 */
final class Server implements AutoCloseable {

  private static final String ACCOUNT =
      "/api/v1/namespaces/patternedapp-system/serviceaccounts/patternedapp-operator";
  private static final String USER =
      "system:serviceaccount:patternedapp-system:patternedapp-operator";
  private static final Pattern TOKEN = Pattern.compile("\"token\":\\s*\"([^\"]+)\"");
  private static final int NEVER_ROTATED_MB = 4_000;
  private static final Duration RIGHTS = Duration.ofSeconds(30);
  private static final List<String> KINDS =
      List.of(
          "/apis/patternedapp.io/v1alpha1/namespaces/%s/patternedapps",
          "/apis/apps/v1/namespaces/%s/deployments",
          "/apis/apps/v1/namespaces/%s/replicasets",
          "/api/v1/namespaces/%s/pods?gracePeriodSeconds=0",
          "/api/v1/namespaces/%s/configmaps");

  private static final Pattern SERVICE = Pattern.compile("\"metadata\":\\{\"name\":\"(b-[^\"]+)\"");

  private final ControlPlane controlPlane;
  private final Path files;
  private final Api admin;
  private final Api account;
  private final Path kubeconfig;
  private final Audit audit;
  private final Set<ProcessHandle> processes;

  private Server(ControlPlane controlPlane, Set<ProcessHandle> processes, Path files)
      throws IOException {
    this.controlPlane = controlPlane;
    this.processes = processes;
    this.files = files;
    this.admin = Api.of(controlPlane.adminConfig());
    install();
    var answer =
        admin.send(
            "POST",
            ACCOUNT + "/token",
            Api.JSON,
            "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{\"expirationSeconds\":43200}}");
    var token = Texts.first(TOKEN, answer);
    this.account = new Api(controlPlane.adminConfig(), token);
    this.kubeconfig = files.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        controlPlane.kubeconfig().replace(controlPlane.adminConfig().getOauthToken(), token));
    this.audit = new Audit(files.resolve("audit.log"), USER);
    await().atMost(RIGHTS).ignoreExceptions().until(this::mayList);
  }

  static Server start(ControlPlaneBinaries binaries) throws IOException {
    var files = Files.createTempDirectory("patternedapp-bench");
    var policy = Path.of("src", "test", "resources", "audit-policy.yaml").toAbsolutePath();
    var others = Cpu.started();
    var controlPlane =
        ControlPlane.start(
            binaries,
            ControlPlaneOptions.defaults()
                .withApiServerFlags(
                    "--service-node-port-range=30000-60000",
                    "--audit-policy-file=" + policy,
                    "--audit-log-maxsize=" + NEVER_ROTATED_MB,
                    "--audit-log-path=" + files.resolve("audit.log")));
    var own = Cpu.started();
    own.removeAll(others);
    return new Server(controlPlane, own, files);
  }

  /** The administrator, who creates apps. */
  Api admin() {
    return admin;
  }

  /** The operator's ServiceAccount, and so its rights and its share of the server. */
  Api account() {
    return account;
  }

  /** Of the operator's ServiceAccount. */
  Path kubeconfig() {
    return kubeconfig;
  }

  /** Of the administrator. */
  Path adminKubeconfig() {
    return controlPlane.kubeconfigFile();
  }

  Config config() {
    return controlPlane.adminConfig();
  }

  /** CPU time of kube-apiserver and etcd. */
  Duration cpu() {
    return Cpu.of(processes);
  }

  /** What the ServiceAccount asked. */
  Audit audit() {
    return audit;
  }

  /** Removes all apps and what was made for them. */
  void clear() {
    for (int n = 0; n < Sample.NAMESPACES; n++) {
      var namespace = Sample.namespace(n);
      KINDS.forEach(kind -> admin.delete(kind.formatted(namespace)));
      var services = "/api/v1/namespaces/" + namespace + "/services";
      SERVICE
          .matcher(admin.get(services))
          .results()
          .parallel()
          .forEach(service -> admin.delete(services + "/" + service.group(1)));
    }
  }

  private void install() throws IOException {
    try (var client = new KubernetesClientBuilder().withConfig(config()).build()) {
      try (var yaml = Files.newInputStream(Path.of("deploy", "install.yaml"))) {
        for (HasMetadata object : client.load(yaml).items()) {
          client.resource(object).create();
        }
      }
    }
    for (int n = 0; n < Sample.NAMESPACES; n++) {
      admin.send(
          "POST",
          "/api/v1/namespaces",
          Api.JSON,
          "{\"metadata\":{\"name\":\"" + Sample.namespace(n) + "\"}}");
    }
  }

  private boolean mayList() {
    return account.get("/apis/patternedapp.io/v1alpha1/patternedapps?limit=1").contains("items");
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
