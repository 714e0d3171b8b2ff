package io.patternedapp.cli.demo;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.controlplane.binaries.ControlPlaneBinaries;
import io.patternedapp.cli.process.ProgressListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Applies the examples to a {@link DemoCluster} and prints each app as soon as it is reconciled.
 */
public final class Demo {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final DemoPrinter printer;
  private final Map<String, PendingApp> pendingApps = new LinkedHashMap<>();
  private boolean allApplied = true;

  private Demo(DemoPrinter printer) {
    this.printer = printer;
  }

  /** Delays the end of the demo. */
  @FunctionalInterface
  public interface StopSignal {

    /**
     * Returns when the demo should stop the cluster.
     *
     * @param kubeconfig a kubeconfig file for the cluster
     */
    void await(Path kubeconfig) throws InterruptedException;
  }

  /** An app that the operator has not finished reconciling. */
  private record PendingApp(String file, long generation, PatternedApp lastSeen) {}

  /**
   * Starts the cluster, applies and prints the examples, waits for the stop signal and stops the
   * cluster.
   *
   * @return whether every example was applied
   */
  public static boolean run(
      ControlPlaneBinaries binaries,
      ExampleSet examples,
      DemoPrinter printer,
      ProgressListener progress,
      StopSignal stopSignal)
      throws InterruptedException {
    var demo = new Demo(printer);
    try (var cluster = DemoCluster.start(binaries, progress)) {
      progress.onProgress("Applying the examples from " + examples.origin());
      demo.applyAndPrint(cluster, examples);
      printer.printParagraph(
          "The Pods stay Pending and no app becomes Ready, because this control plane has no nodes"
              + " and no scheduler. Everything else is the same as in any cluster.");
      stopSignal.await(cluster.kubeconfigFile());
      progress.onProgress("Stopping the operator and the control plane");
    }
    return demo.allApplied;
  }

  private void applyAndPrint(DemoCluster cluster, ExampleSet examples) throws InterruptedException {
    var applier = new ExampleApplier(cluster.client());
    try (var watcher = new AppWatcher(cluster.client())) {
      examples.files().forEach(example -> applier.applyAll(example, this::onApplied));
      long end = System.nanoTime() + TIMEOUT.toNanos();
      while (!pendingApps.isEmpty()) {
        var update = watcher.poll(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        if (update.isEmpty()) {
          break;
        }
        onUpdate(cluster, update.get());
      }
      pendingApps.values().forEach(app -> reportTimeout(cluster, app));
    }
  }

  private void onApplied(ExampleResult result) {
    if (result instanceof ExampleResult.Rejected rejected) {
      allApplied = false;
      printer.printRejected(rejected);
    } else if (result instanceof ExampleResult.Accepted accepted) {
      var object = accepted.object();
      if (PatternedApp.class.getSimpleName().equals(object.getKind())) {
        pendingApps.put(object.getMetadata().getUid(), pendingApp(accepted));
      } else {
        printer.printCreated(accepted);
      }
    }
  }

  private static PendingApp pendingApp(ExampleResult.Accepted accepted) {
    var app = new PatternedApp();
    app.setMetadata(accepted.object().getMetadata());
    return new PendingApp(accepted.file(), accepted.object().getMetadata().getGeneration(), app);
  }

  private void onUpdate(DemoCluster cluster, PatternedApp app) {
    var uid = app.getMetadata().getUid();
    var pending = pendingApps.get(uid);
    if (pending == null) {
      return;
    }
    if (AppWatcher.hasTerminalStatus(app, pending.generation())) {
      pendingApps.remove(uid);
      allApplied &= AppWatcher.isApplied(app);
      printer.printApp(pending.file(), app, cluster.listChildren(app));
    } else {
      pendingApps.put(uid, new PendingApp(pending.file(), pending.generation(), app));
    }
  }

  private void reportTimeout(DemoCluster cluster, PendingApp app) {
    allApplied = false;
    printer.printApp(app.file(), app.lastSeen(), cluster.listChildren(app.lastSeen()));
    printer.printParagraph(
        "The operator did not apply %s within %d seconds."
            .formatted(app.lastSeen().getMetadata().getName(), TIMEOUT.toSeconds()));
  }
}
