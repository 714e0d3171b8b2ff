package io.patternedapp.bench;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Runs an action for many apps in parallel. */
final class ParallelRunner implements AutoCloseable {

  private final ExecutorService threads;

  ParallelRunner(int threads) {
    this.threads = Executors.newFixedThreadPool(threads);
  }

  /**
   * Runs the action for all apps and waits for completion; fails if the action fails for any app.
   */
  void runForEach(List<SampleApp> samples, Consumer<SampleApp> action) {
    runAtRate(samples, Double.POSITIVE_INFINITY, action);
  }

  /** Starts the action at the given rate per second, without waiting for earlier actions. */
  void runAtRate(List<SampleApp> samples, double rate, Consumer<SampleApp> action) {
    var begin = System.nanoTime();
    var running =
        java.util.stream.IntStream.range(0, samples.size())
            .mapToObj(
                i -> {
                  Sleep.untilNanoTime(begin + (long) (i * 1e9 / rate));
                  return threads.submit(() -> action.accept(samples.get(i)));
                })
            .toList();
    try {
      for (var task : running) {
        task.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
