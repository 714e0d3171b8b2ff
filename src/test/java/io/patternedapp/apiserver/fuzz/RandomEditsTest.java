package io.patternedapp.apiserver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.ClusterPrerequisites;
import io.patternedapp.apiserver.support.FakeKubelet;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.generate.Mutation;
import io.patternedapp.generate.RandomApp;
import io.patternedapp.generate.SpecSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Applies sequences of random edits, valid and invalid, to live apps, while another client deletes
 * their children and the operator restarts. After each step the children are compared with the
 * expansion of the last spec that the operator accepted.
 *
 * <p>{@code -Dpatternedapp.seed} and {@code -Dpatternedapp.edits} select other and longer
 * sequences.
 */
@ExtendWith(ApiServerExtension.class)
class RandomEditsTest {

  private static final long SEED = Long.getLong("patternedapp.seed", 1);
  private static final int EDITS = Integer.getInteger("patternedapp.edits", 5);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  /** The kinds whose spec can change freely without workload controllers. */
  private static final List<WorkloadKind> KINDS =
      List.of(
          WorkloadKind.Pod,
          WorkloadKind.Pod,
          WorkloadKind.Deployment,
          WorkloadKind.DaemonSet,
          WorkloadKind.CronJob);

  private final SpecSchema schema = SpecSchema.read();
  private final Random random = new Random(SEED);
  private final Iterator<RandomApp> apps = RandomApp.generateSequence(schema, SEED).iterator();

  /** An app with its desired state and the history of its edits. */
  private final class EditedApp {

    private final LiveApp app;
    private final WorkloadKind kind;
    private final int number;
    private final List<String> history = new ArrayList<>();
    private ObjectNode spec;
    private Map<String, String> model;

    EditedApp(LiveApp app, WorkloadKind kind, int number) {
      this.app = app;
      this.kind = kind;
      this.number = number;
      spec = nextSpec();
      app.create(spec);
      history.add("created");
      model = app.desiredFields();
    }

    private ObjectNode nextSpec() {
      while (true) {
        var candidate = apps.next();
        if (candidate.toApp("web", "default").getSpec().workloadKind() == kind) {
          return app.isolatedSpec(candidate, number);
        }
      }
    }

    private void applyRandomEdit() {
      switch (random.nextInt(4)) {
        case 0 -> changeTo(nextSpec(), "replaced the spec");
        case 1 -> history.add("deleted " + app.deleteRandomChild(random));
        default -> applyRandomMutation();
      }
    }

    private void changeTo(ObjectNode newSpec, String event) {
      history.add(event);
      assertThat(app.replaceSpec(newSpec)).as(this::description).isEmpty();
      spec = newSpec;
      model = app.desiredFields();
    }

    /** Applies a random mutation of the spec; reverts it if it is not accepted and applied. */
    private void applyRandomMutation() {
      var used = List.copyOf(SpecSchema.usedPaths(spec));
      var mutations = Mutation.generateAll(used.get(random.nextInt(used.size())), spec, schema);
      var mutation = mutations.get(random.nextInt(mutations.size()));
      history.add(mutation.toString());
      var mutated = mutation.applyTo(spec, schema);
      if (app.replaceSpec(mutated).isPresent()) {
        return;
      }
      app.awaitObservedGeneration();
      if (app.isConditionTrue("Accepted") && app.isConditionTrue("Applied")) {
        spec = mutated;
        model = app.desiredFields();
        return;
      }
      if (!app.isConditionTrue("Accepted")) {
        awaitMatchesModel();
      }
      changeTo(spec, "reverted the mutation");
    }

    private void awaitMatchesModel() {
      await()
          .atMost(TIMEOUT)
          .pollInterval(POLL_INTERVAL)
          .untilAsserted(
              () -> assertThat(app.ownedFields()).as(this::describeDifference).isEqualTo(model));
    }

    private void awaitMatchesModelAndApplied() {
      awaitMatchesModel();
      await(description())
          .atMost(TIMEOUT)
          .pollInterval(POLL_INTERVAL)
          .until(() -> app.isConditionTrue("Applied"));
    }

    private String describeDifference() {
      return description() + "\n" + app.conditions() + "\n" + app.describeDifferences();
    }

    private String description() {
      return "seed %d, %s, %s: %s".formatted(SEED, app.name(), kind, history);
    }
  }

  @BeforeAll
  static void createPrerequisites(ApiServerExtension.TestControlPlane api) {
    api.ifAvailable(ClusterPrerequisites::install);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void randomEditsLeaveTheChildrenOfTheLastValidSpec(ApiServerExtension.TestControlPlane api) {
    System.out.printf("random edits: seed %d, %d of %d apps%n", SEED, EDITS, KINDS.size());
    try (var logs = new UnexpectedLogRecorder();
        var fixture = new OperatorFixture(api);
        var kubelet = new FakeKubelet(api.admin(), fixture.namespace());
        var mirror = new WatchMirror(api.admin(), fixture.namespace())) {
      var subjects = new ArrayList<EditedApp>();
      for (var kind : KINDS) {
        var name = "edit-" + subjects.size();
        var app = new LiveApp(api.admin(), mirror, fixture.namespace(), name);
        subjects.add(new EditedApp(app, kind, subjects.size()));
      }
      for (int edit = 0; edit < EDITS; edit++) {
        subjects.forEach(EditedApp::awaitMatchesModelAndApplied);
        if (edit % 3 == 2) {
          fixture.stopOperator();
          subjects.forEach(
              editedApp ->
                  editedApp.changeTo(
                      editedApp.nextSpec(), "replaced the spec while the operator was stopped"));
          fixture.startOperator();
        } else {
          subjects.forEach(EditedApp::applyRandomEdit);
        }
      }
      subjects.forEach(EditedApp::awaitMatchesModelAndApplied);
      var objects = subjects.stream().map(editedApp -> editedApp.app.uids()).toList();
      fixture.awaitNoMoreWrites();
      fixture.stopOperator();
      int mark = fixture.mark();
      fixture.startOperator();
      fixture.awaitNoMoreWrites();
      assertThat(fixture.writesSince(mark)).as("writes after a restart in sync").isEmpty();
      assertThat(subjects.stream().map(editedApp -> editedApp.app.uids()).toList())
          .isEqualTo(objects);
      assertThat(logs.entries()).as("unexpected log events").isEmpty();
      subjects.forEach(editedApp -> System.out.println("  " + editedApp.history));
    }
  }
}
