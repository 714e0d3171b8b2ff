package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patternedapp.api.WorkloadKind;
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
 * Live apps through long sequences of random edits, valid ones and others, while somebody deletes
 * their children and the operator ends and starts anew. After each step the children are held
 * against the model: what the last spec that the operator accepted expands to.
 *
 * <p>{@code -Dpatternedapp.seed} and {@code -Dpatternedapp.edits} explore other and longer ones.
 */
@ExtendWith(ApiServer.class)
class RandomEditsTest {

  private static final long SEED = Long.getLong("patternedapp.seed", 1);
  private static final int EDITS = Integer.getInteger("patternedapp.edits", 5);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  /** Those that can become any other app of their kind without a controller. */
  private static final List<WorkloadKind> KINDS =
      List.of(
          WorkloadKind.Pod,
          WorkloadKind.Pod,
          WorkloadKind.Deployment,
          WorkloadKind.DaemonSet,
          WorkloadKind.CronJob);

  private final SpecSchema schema = SpecSchema.read();
  private final Random random = new Random(SEED);
  private final Iterator<RandomApp> apps = RandomApp.sequence(schema, SEED).iterator();

  /** An app, what it is to be, and what happened to it. */
  private final class Subject {

    private final LiveApp app;
    private final WorkloadKind kind;
    private final int number;
    private final List<String> history = new ArrayList<>();
    private ObjectNode spec;
    private Map<String, String> model;

    Subject(LiveApp app, WorkloadKind kind, int number) {
      this.app = app;
      this.kind = kind;
      this.number = number;
      spec = next();
      app.create(spec);
      history.add("created");
      model = app.wanted();
    }

    private ObjectNode next() {
      while (true) {
        var candidate = apps.next();
        if (candidate.toApp("web", "default").getSpec().kind() == kind) {
          return app.prepared(candidate, number);
        }
      }
    }

    private void edit() {
      switch (random.nextInt(4)) {
        case 0 -> become(next(), "became another");
        case 1 -> history.add("lost " + app.loseChild(random));
        default -> err();
      }
    }

    private void become(ObjectNode other, String what) {
      history.add(what);
      assertThat(app.put(other)).as(this::story).isEmpty();
      spec = other;
      model = app.wanted();
    }

    /** A change as by mistake; unless it is valid, it is taken back after a while. */
    private void err() {
      var used = List.copyOf(SpecSchema.used(spec));
      var mutations = Mutation.of(used.get(random.nextInt(used.size())), spec, schema);
      var mutation = mutations.get(random.nextInt(mutations.size()));
      history.add(mutation.toString());
      var erred = mutation.in(spec, schema);
      if (app.put(erred).isPresent()) {
        return;
      }
      app.untilSeen();
      if (app.is("Accepted") && app.is("Applied")) {
        spec = erred;
        model = app.wanted();
        return;
      }
      if (!app.is("Accepted")) {
        isAsModelled();
      }
      become(spec, "took it back");
    }

    private void isAsModelled() {
      await()
          .atMost(TIMEOUT)
          .pollInterval(POLL)
          .untilAsserted(() -> assertThat(app.owned()).as(this::difference).isEqualTo(model));
    }

    private void isAsModelledAndSaysSo() {
      isAsModelled();
      await(story()).atMost(TIMEOUT).pollInterval(POLL).until(() -> app.is("Applied"));
    }

    private String difference() {
      return story() + "\n" + app.conditions() + "\n" + app.differences();
    }

    private String story() {
      return "seed %d, %s, %s: %s".formatted(SEED, app.name(), kind, history);
    }
  }

  @BeforeAll
  static void whatTheAppsReferTo(ApiServer.Shared api) {
    api.ifAvailable(Classes::create);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void leaveWhatTheLastValidSpecSays(ApiServer.Shared api) {
    System.out.printf("random edits: seed %d, %d of %d apps%n", SEED, EDITS, KINDS.size());
    try (var logs = new LogWatch();
        var lab = new Lab(api);
        var kubelet = new Kubelet(api.admin(), lab.namespace());
        var mirror = new Mirror(api.admin(), lab.namespace())) {
      var subjects = new ArrayList<Subject>();
      for (var kind : KINDS) {
        var name = "edit-" + subjects.size();
        var app = new LiveApp(api.admin(), mirror, lab.namespace(), name);
        subjects.add(new Subject(app, kind, subjects.size()));
      }
      for (int edit = 0; edit < EDITS; edit++) {
        subjects.forEach(Subject::isAsModelledAndSaysSo);
        if (edit % 3 == 2) {
          lab.stopOperator();
          subjects.forEach(subject -> subject.become(subject.next(), "became another unseen"));
          lab.startOperator();
        } else {
          subjects.forEach(Subject::edit);
        }
      }
      subjects.forEach(Subject::isAsModelledAndSaysSo);
      var objects = subjects.stream().map(subject -> subject.app.uids()).toList();
      lab.untilQuiet();
      lab.stopOperator();
      int mark = lab.mark();
      lab.startOperator();
      lab.untilQuiet();
      assertThat(lab.writesSince(mark)).as("after a start with nothing to do").isEmpty();
      assertThat(subjects.stream().map(subject -> subject.app.uids()).toList()).isEqualTo(objects);
      assertThat(logs.found()).as("what was logged").isEmpty();
      subjects.forEach(subject -> System.out.println("  " + subject.history));
    }
  }
}
