package io.patternedapp.cli.demo;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.controlplane.binaries.ControlPlaneBinaries;
import io.patternedapp.cli.process.ProgressListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Applies examples on a cluster of its own and shows what becomes of each, as it does. */
public final class Demo {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final DemoPrinter printer;
  private final Map<String, PendingApp> pendingApps = new LinkedHashMap<>();
  private boolean allApplied = true;

  private Demo(DemoPrinter screen) {
    this.printer = screen;
  }

  /** What is done between showing the examples and stopping all. */
  @FunctionalInterface
  public interface StopSignal {

    /**
     * Returns when all may stop.
     *
     * @param kubeconfig what reaches the cluster
     */
    void await(Path kubeconfig) throws InterruptedException;
  }

  /** An app that the operator is about to look at. */
  private record PendingApp(String file, long generation, PatternedApp lastSeen) {}

  /**
   * Runs it from start to end.
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
      progress.onProgress("Applying the examples: " + examples.origin());
      demo.applyAndPrint(cluster, examples);
      printer.printParagraph(
          "The Pods stay Pending, and no app gets Ready: this control plane has no node to run them,"
              + " and no scheduler. All the rest is as in any cluster.");
      stopSignal.await(cluster.kubeconfigFile());
      progress.onProgress("Stopping");
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
    printer.printParagraph("It was not applied within %d seconds.".formatted(TIMEOUT.toSeconds()));
  }
}
