package io.patternedapp.cli.controlplane;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Starts kube-apiserver on a free port of the loopback interface. */
final class KubeApiServerStarter {

  private static final int MAX_PORT_ATTEMPTS = 3;
  private static final int PROBE_TIMEOUT_MILLIS = 2_000;

  private final ServerGroup group;
  private final Path executable;
  private final String etcdUrl;
  private final ControlPlaneSettings options;
  private final PortAllocator portAllocator;

  KubeApiServerStarter(
      ServerGroup group,
      Path executable,
      String etcdUrl,
      ControlPlaneSettings options,
      PortAllocator portAllocator) {
    this.group = group;
    this.executable = executable;
    this.etcdUrl = etcdUrl;
    this.options = options;
    this.portAllocator = portAllocator;
  }

  /** Returns a TCP port that is probably free on the loopback interface. */
  @FunctionalInterface
  interface PortAllocator {
    int allocate() throws IOException;

    /** Returns a port that the operating system chose. */
    static int ephemeral() throws IOException {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      }
    }
  }

  /**
   * Starts kube-apiserver and waits until it is ready. If another process takes the port first, a
   * new port is tried, at most {@value #MAX_PORT_ATTEMPTS} in total.
   *
   * @return the administrator's client configuration
   */
  Config start() throws IOException, InterruptedException {
    ApiServerCredentials credentials = ApiServerCredentials.create(group.directory());
    for (int attempt = 1; ; attempt++) {
      int port = portAllocator.allocate();
      ServerProcess server = group.start("kube-apiserver", commandLine(port, credentials));
      try {
        return awaitReady(server, port, credentials);
      } catch (ControlPlaneStartException e) {
        boolean portTaken = server.logTail().contains("address already in use");
        if (!portTaken || attempt == MAX_PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private List<String> commandLine(int port, ApiServerCredentials credentials) {
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    command.add("--etcd-servers=" + etcdUrl);
    command.add("--bind-address=127.0.0.1");
    command.add("--advertise-address=127.0.0.1");
    command.add("--secure-port=" + port);
    command.add("--cert-dir=" + certificateDirectory());
    command.addAll(credentials.flags());
    command.add("--authorization-mode=RBAC");
    command.add("--allow-privileged");
    command.add("--service-cluster-ip-range=10.96.0.0/16");
    command.add("--service-node-port-range=30000-32767");
    // Endpoints must not contain a loopback address, and kube-apiserver has no other.
    command.add("--endpoint-reconciler-type=none");
    // The plugin rejects Pods in a namespace without the ServiceAccount "default", and no
    // controller
    // creates that ServiceAccount here.
    command.add("--disable-admission-plugins=ServiceAccount");
    command.addAll(options.apiServerFlags());
    return command;
  }

  private Path certificateDirectory() {
    return group.directory().resolve("certificates");
  }

  private Config awaitReady(ServerProcess server, int port, ApiServerCredentials credentials)
      throws IOException, InterruptedException {
    // kube-apiserver generates its serving certificate and writes the key after the certificate.
    Path key = certificateDirectory().resolve("apiserver.key");
    server.await(() -> Files.exists(key), options.startTimeout());
    Config config = adminConfig(port, credentials.adminToken());
    Config probeConfig =
        new ConfigBuilder(config)
            .withRequestTimeout(PROBE_TIMEOUT_MILLIS)
            .withConnectionTimeout(PROBE_TIMEOUT_MILLIS)
            .withRequestRetryBackoffLimit(0)
            .build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(probeConfig).build()) {
      server.await(() -> isReady(client), options.startTimeout());
    }
    return config;
  }

  private static boolean isReady(KubernetesClient client) {
    try {
      return "ok".equals(client.raw("/readyz"))
          && client.namespaces().withName("default").get() != null;
    } catch (KubernetesClientException notYet) {
      return false;
    }
  }

  private Config adminConfig(int port, String token) throws IOException {
    byte[] authority = Files.readAllBytes(certificateDirectory().resolve("apiserver.crt"));
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("https://127.0.0.1:" + port + "/")
        .withCaCertData(Base64.getEncoder().encodeToString(authority))
        .withOauthToken(token)
        .withNamespace("default")
        .build();
  }
}
