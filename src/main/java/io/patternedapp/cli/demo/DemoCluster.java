package io.patternedapp.cli.demo;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.controlplane.ControlPlane;
import io.patternedapp.cli.controlplane.ControlPlaneSettings;
import io.patternedapp.cli.controlplane.binaries.ControlPlaneBinaries;
import io.patternedapp.cli.process.ProgressListener;
import io.patternedapp.model.ChildKinds;
import io.patternedapp.operator.OperatorRunner;
import io.patternedapp.operator.OperatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A local control plane with the CRD installed and the operator running. */
final class DemoCluster implements AutoCloseable {

  private static final String CRD_RESOURCE =
      "/io/patternedapp/crds/patternedapps.patternedapp.io.yaml";
  private static final int CRD_TIMEOUT_SECONDS = 30;
  private static final int POLL_INTERVAL_MILLIS = 50;

  /** The kinds of objects that the tree of an app shows. */
  private static final List<Class<? extends HasMetadata>> SHOWN_KINDS =
      Stream.concat(ChildKinds.CREATED.stream(), Stream.of(ReplicaSet.class)).toList();

  private final ControlPlane controlPlane;
  private final KubernetesClient client;

  /** The close actions, in reverse order of the starts. */
  private final Deque<Runnable> cleanups = new ArrayDeque<>();

  private DemoCluster(ControlPlaneBinaries binaries) {
    controlPlane = ControlPlane.start(binaries, ControlPlaneSettings.defaults());
    cleanups.push(controlPlane::close);
    client = new KubernetesClientBuilder().withConfig(controlPlane.adminConfig()).build();
    cleanups.push(client::close);
  }

  /** Starts the cluster. If a step fails, everything is stopped again. */
  static DemoCluster start(ControlPlaneBinaries binaries, ProgressListener progress)
      throws InterruptedException {
    progress.onProgress("Starting etcd and kube-apiserver on the loopback interface");
    var cluster = new DemoCluster(binaries);
    var started = false;
    try {
      progress.onProgress("Installing the CRD");
      cluster.installCrd();
      cluster.awaitServed();
      progress.onProgress("Starting the operator");
      cluster.startOperator();
      started = true;
      return cluster;
    } finally {
      if (!started) {
        cluster.close();
      }
    }
  }

  private void installCrd() {
    try (var yaml = DemoCluster.class.getResourceAsStream(CRD_RESOURCE)) {
      var crd =
          client
              .getKubernetesSerialization()
              .unmarshal(
                  Objects.requireNonNull(yaml, CRD_RESOURCE), CustomResourceDefinition.class);
      client.resource(crd).create();
      client
          .resource(crd)
          .waitUntilCondition(DemoCluster::isEstablished, CRD_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  /** Waits until the kind is served, which can follow the Established condition with a delay. */
  private void awaitServed() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CRD_TIMEOUT_SECONDS);
    while (!isServed() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL_MILLIS);
    }
  }

  private boolean isServed() {
    try {
      client.resources(PatternedApp.class).inAnyNamespace().list();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private void startOperator() {
    var operator =
        OperatorRunner.start(
            client.getConfiguration(), OperatorSettings.forNamespaces(Set.of()), Clock.systemUTC());
    cleanups.push(operator::close);
  }

  KubernetesClient client() {
    return client;
  }

  /** Returns a kubeconfig file, which exists until the cluster is closed. */
  Path kubeconfigFile() {
    return controlPlane.kubeconfigFile();
  }

  /** Returns the objects that the app owns now. */
  List<ChildNode> listChildren(PatternedApp app) {
    var objects = new ArrayList<HasMetadata>();
    for (var kind : SHOWN_KINDS) {
      objects.addAll(
          client.resources(kind).inNamespace(app.getMetadata().getNamespace()).list().getItems());
    }
    return ChildNode.listOwnedBy(app, objects);
  }

  @Override
  public void close() {
    while (!cleanups.isEmpty()) {
      cleanups.pop().run();
    }
  }
}
