package io.patternedapp.bench;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Does something to many apps at once. */
final class Parallel implements AutoCloseable {

  private final ExecutorService threads;

  Parallel(int threads) {
    this.threads = Executors.newFixedThreadPool(threads);
  }

  /** Returns when it is done to all; fails when it failed for any. */
  void forEach(List<Sample> samples, Consumer<Sample> what) {
    atRate(samples, Double.POSITIVE_INFINITY, what);
  }

  /** The same, begun at so many a second, whether the earlier ones are done or not. */
  void atRate(List<Sample> samples, double rate, Consumer<Sample> what) {
    var begin = System.nanoTime();
    var running =
        java.util.stream.IntStream.range(0, samples.size())
            .mapToObj(
                i -> {
                  Waits.until(begin + (long) (i * 1e9 / rate));
                  return threads.submit(() -> what.accept(samples.get(i)));
                })
            .toList();
    try {
      for (var one : running) {
        one.get();
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
