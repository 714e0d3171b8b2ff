package io.patternedapp.cli.demo;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.controlplane.ControlPlaneBinaries;
import io.patternedapp.cli.controlplane.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Applies examples on a cluster of its own and shows what becomes of each, as it does. */
public final class Demo {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Screen screen;
  private final Map<String, Expected> expected = new LinkedHashMap<>();
  private boolean allApplied = true;

  private Demo(Screen screen) {
    this.screen = screen;
  }

  /** What is done between showing the examples and stopping all. */
  @FunctionalInterface
  public interface Pause {

    /**
     * Returns when all may stop.
     *
     * @param kubeconfig what reaches the cluster
     */
    void before(Path kubeconfig) throws InterruptedException;
  }

  /** An app that the operator is about to look at. */
  private record Expected(String file, long generation, PatternedApp last) {}

  /**
   * Runs it from start to end.
   *
   * @return whether every example was applied
   */
  public static boolean run(
      ControlPlaneBinaries binaries,
      Examples examples,
      Screen screen,
      Progress progress,
      Pause pause)
      throws InterruptedException {
    var demo = new Demo(screen);
    try (var cluster = DemoCluster.start(binaries, progress)) {
      progress.line("Applying the examples: " + examples.origin());
      demo.show(cluster, examples);
      screen.say(
          "The Pods stay Pending, and no app gets Ready: this control plane has no node to run them,"
              + " and no scheduler. All the rest is as in any cluster.");
      pause.before(cluster.kubeconfig());
      progress.line("Stopping");
    }
    return demo.allApplied;
  }

  private void show(DemoCluster cluster, Examples examples) throws InterruptedException {
    var submitter = new Submitter(cluster.client());
    try (var watch = new AppWatch(cluster.client())) {
      examples.files().forEach(example -> submitter.submit(example, this::submitted));
      long end = System.nanoTime() + LIMIT.toNanos();
      while (!expected.isEmpty()) {
        var state = watch.next(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        if (state.isEmpty()) {
          break;
        }
        seen(cluster, state.get());
      }
      expected.values().forEach(app -> overdue(cluster, app));
    }
  }

  private void submitted(Submission submission) {
    if (submission instanceof Submission.Refused refused) {
      allApplied = false;
      screen.refused(refused);
    } else if (submission instanceof Submission.Taken taken) {
      var object = taken.object();
      if (PatternedApp.class.getSimpleName().equals(object.getKind())) {
        expected.put(object.getMetadata().getUid(), expected(taken));
      } else {
        screen.made(taken);
      }
    }
  }

  private static Expected expected(Submission.Taken taken) {
    var app = new PatternedApp();
    app.setMetadata(taken.object().getMetadata());
    return new Expected(taken.file(), taken.object().getMetadata().getGeneration(), app);
  }

  private void seen(DemoCluster cluster, PatternedApp app) {
    var uid = app.getMetadata().getUid();
    var waiting = expected.get(uid);
    if (waiting == null) {
      return;
    }
    if (AppWatch.isSettled(app, waiting.generation())) {
      expected.remove(uid);
      allApplied &= AppWatch.isApplied(app);
      screen.app(waiting.file(), app, cluster.children(app));
    } else {
      expected.put(uid, new Expected(waiting.file(), waiting.generation(), app));
    }
  }

  private void overdue(DemoCluster cluster, Expected app) {
    allApplied = false;
    screen.app(app.file(), app.last(), cluster.children(app.last()));
    screen.say("It was not applied within %d seconds.".formatted(LIMIT.toSeconds()));
  }
}
