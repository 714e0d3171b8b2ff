package io.patternedapp.cli.controlplane;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.patternedapp.cli.controlplane.binaries.ControlPlaneBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs a kube-apiserver and its etcd on the loopback interface, with RBAC enabled. The cluster is
 * empty at first; {@link #close()} deletes it.
 *
 * <p>The control plane has no nodes and no controllers: Pods stay Pending, Deployments create no
 * Pods, nothing is garbage collected, a deleted namespace stays Terminating, and aggregated
 * ClusterRoles such as {@code view} have no rules. The ServiceAccount admission plugin is disabled,
 * so that Pods can be created in any namespace.
 *
 * <p>Neither {@link #start} nor {@link #adminConfig()} reads or writes a kubeconfig, the {@code
 * KUBECONFIG} variable or in-cluster credentials. If the JVM exits without {@link #close()}, for
 * example after Ctrl-C, a shutdown hook stops the servers. Only a JVM that is killed leaves them
 * running.
 */
public final class ControlPlane implements AutoCloseable {

  private final ServerGroup group;
  private final Config adminConfig;
  private final Path kubeconfigFile;

  private ControlPlane(ServerGroup group, Config admin, Path kubeconfigFile) {
    this.group = group;
    this.adminConfig = admin;
    this.kubeconfigFile = kubeconfigFile;
  }

  /**
   * Starts etcd and kube-apiserver, and waits until both are ready, which takes about 2 seconds.
   *
   * @throws ControlPlaneStartException if a server does not start or does not become ready in time,
   *     or if the thread is interrupted
   */
  public static ControlPlane start(ControlPlaneBinaries binaries, ControlPlaneSettings options) {
    return start(binaries, options, KubeApiServerStarter.PortAllocator::ephemeral);
  }

  static ControlPlane start(
      ControlPlaneBinaries binaries,
      ControlPlaneSettings options,
      KubeApiServerStarter.PortAllocator portAllocator) {
    ServerGroup group = new ServerGroup();
    boolean started = false;
    try {
      String etcdUrl = EtcdStarter.start(group, binaries.etcd(), options.startTimeout());
      Config admin =
          new KubeApiServerStarter(group, binaries.kubeApiServer(), etcdUrl, options, portAllocator)
              .start();
      Path kubeconfig = group.directory().resolve("kubeconfig");
      Files.writeString(kubeconfig, KubeconfigYaml.toYaml(admin));
      started = true;
      return new ControlPlane(group, admin, kubeconfig);
    } catch (IOException e) {
      throw new ControlPlaneStartException("Cannot start the control plane: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneStartException("Interrupted while starting the control plane", e);
    } finally {
      if (!started) {
        group.close();
      }
    }
  }

  /** Returns a new client configuration for a {@code system:masters} user, who has all rights. */
  public Config adminConfig() {
    return new ConfigBuilder(adminConfig).build();
  }

  /** Returns {@link #adminConfig()} as the YAML of a kubeconfig. It contains a secret token. */
  public String kubeconfig() {
    return KubeconfigYaml.toYaml(adminConfig);
  }

  /** Returns a file with {@link #kubeconfig()}. {@link #close()} deletes the file. */
  public Path kubeconfigFile() {
    return kubeconfigFile;
  }

  Path directory() {
    return group.directory();
  }

  List<Long> pids() {
    return group.pids();
  }

  /**
   * Kills both servers, waits until they have exited, and deletes their data. A second call does
   * nothing.
   */
  @Override
  public void close() {
    group.close();
  }
}
