package io.patternedapp.cli.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Starts etcd. It asks nobody who they are, so that it serves on a socket in the private directory
 * rather than on a port, which every user of the machine could reach.
 */
final class EtcdServer {

  private EtcdServer() {}

  /**
   * @return the URL for {@code --etcd-servers}
   */
  static String start(ServerGroup group, Path program, Duration timeout)
      throws IOException, InterruptedException {
    Path socket = group.directory().resolve("etcd.sock");
    String url = "unix://" + socket;
    ServerProcess etcd =
        group.start(
            "etcd",
            List.of(
                program.toString(),
                "--name=patternedapp",
                "--data-dir=" + group.directory().resolve("etcd"),
                "--listen-client-urls=" + url,
                // These two must be TCP addresses; nobody ever connects to them.
                "--advertise-client-urls=http://127.0.0.1:0",
                "--initial-advertise-peer-urls=http://127.0.0.1:0",
                "--listen-peer-urls=http://127.0.0.1:0",
                "--initial-cluster=patternedapp=http://127.0.0.1:0",
                "--quota-backend-bytes=" + 8L * 1024 * 1024 * 1024,
                "--unsafe-no-fsync",
                "--log-level=warn"));
    etcd.await(() -> Files.exists(socket), timeout);
    return url;
  }
}
