package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Apps live their {@link Story} while requests fail, answers get lost and watches break: they come
 * to what they are without, by as many creations and deletions, and then all is still.
 */
@ExtendWith(ApiServer.class)
@Tag("survival")
class FaultsTest {

  private static final int APPS = 2;
  private static final int AT_ONCE = 4;

  /** What goes wrong: with requests, and with watches at the start of each chapter. */
  private record Trouble(String name, Function<ApiCall, Fault> rule, Breakage breakage) {}

  private interface Breakage {
    void of(FaultProxy proxy);
  }

  private static final Breakage NONE = proxy -> {};

  private static List<Trouble> troubles() {
    return List.of(
        new Trouble("500 for every third request", every(3, Fault.answer(500)), NONE),
        new Trouble("503 for every third request", every(3, Fault.answer(503)), NONE),
        new Trouble(
            "429 with Retry-After for every fourth request", every(4, Fault.tooMany(1)), NONE),
        new Trouble(
            "409 for every third write", only(ApiCall::isWrite, every(3, Fault.answer(409))), NONE),
        new Trouble("resets of every fourth request", every(4, Fault.RESET), NONE),
        new Trouble(
            "the answer of every other write is lost",
            only(ApiCall::isWrite, every(2, Fault.LOSE_ANSWER)),
            NONE),
        new Trouble("requests arrive late", every(1, Fault.delay(Duration.ofMillis(400))), NONE),
        new Trouble("watches are reset", call -> Fault.NONE, proxy -> proxy.cut(call -> true)),
        new Trouble("watches are too old", call -> Fault.NONE, proxy -> proxy.expire(call -> true)),
        new Trouble(
            "watches are reset, and opened only at the fourth try",
            only(ApiCall::isWatch, butEvery(4, Fault.answer(500))),
            proxy -> proxy.cut(call -> true)));
  }

  @Test
  @Timeout(600)
  void leaveNoTrace(ApiServer.Shared api) throws Exception {
    Faultless.run(api, APPS);
    var pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      var runs = troubles().stream().map(trouble -> pool.submit(() -> live(api, trouble))).toList();
      var failures = new ArrayList<Throwable>();
      for (var run : runs) {
        try {
          System.out.println(run.get());
        } catch (ExecutionException e) {
          failures.add(e.getCause());
        }
      }
      assertThat(failures).isEmpty();
    } finally {
      pool.shutdownNow();
    }
  }

  private static String live(ApiServer.Shared api, Trouble trouble) {
    var faultless = Faultless.run(api, APPS);
    try (var stage = new Stage(api, APPS);
        var proxy = new FaultProxy(api.operatorClient().getConfiguration())) {
      stage.lab().startOperator(proxy);
      proxy.rule(trouble.rule());
      for (var chapter : Story.CHAPTERS) {
        trouble.breakage().of(proxy);
        stage.play(chapter);
        stage.untilSameAs(faultless.get(chapter), trouble.name() + ", " + chapter);
      }
      assertThat(proxy.injected()).as(trouble.name()).isGreaterThan(Story.CHAPTERS.size());
      stage.isStill();
      return "%s: %d faults".formatted(trouble.name(), proxy.injected());
    }
  }

  /** Watches that are being opened count only where a rule says so. */
  private static Function<ApiCall, Fault> every(int n, Fault fault) {
    var calls = new AtomicInteger();
    return call -> calls.incrementAndGet() % n == 0 ? fault : Fault.NONE;
  }

  private static Function<ApiCall, Fault> butEvery(int n, Fault fault) {
    var calls = new AtomicInteger();
    return call -> calls.incrementAndGet() % n == 0 ? Fault.NONE : fault;
  }

  private static Function<ApiCall, Fault> only(
      Predicate<ApiCall> which, Function<ApiCall, Fault> rule) {
    return call -> which.test(call) ? rule.apply(call) : Fault.NONE;
  }
}
