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

/** Starts kube-apiserver on a free port of loopback. */
final class KubeApiServer {

  private static final int MAX_PORT_ATTEMPTS = 3;
  private static final int PROBE_TIMEOUT_MILLIS = 2_000;

  private final ServerGroup group;
  private final Path executable;
  private final String etcdUrl;
  private final ControlPlaneOptions options;
  private final PortAllocator portAllocator;

  KubeApiServer(
      ServerGroup group,
      Path program,
      String etcdUrl,
      ControlPlaneOptions options,
      PortAllocator freePort) {
    this.group = group;
    this.executable = program;
    this.etcdUrl = etcdUrl;
    this.options = options;
    this.portAllocator = freePort;
  }

  /** Says a TCP port that is likely to be free on loopback. */
  @FunctionalInterface
  interface PortAllocator {
    int allocate() throws IOException;

    /** One that the operating system chose. */
    static int ephemeral() throws IOException {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      }
    }
  }

  /**
   * Starts it and waits until it is ready. Where somebody else takes the port first, tries another.
   *
   * @return how its administrator reaches it
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
    // Its own address is a loopback one, which Endpoints may not hold.
    command.add("--endpoint-reconciler-type=none");
    // No controller makes a namespace's ServiceAccount "default", without which it refuses Pods.
    command.add("--disable-admission-plugins=ServiceAccount");
    command.addAll(options.apiServerFlags());
    return command;
  }

  private Path certificateDirectory() {
    return group.directory().resolve("certificates");
  }

  private Config awaitReady(ServerProcess server, int port, ApiServerCredentials credentials)
      throws IOException, InterruptedException {
    // It makes a certificate and writes it before its key.
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
