package io.patternedapp.operator.cache;

import static org.awaitility.Awaitility.await;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/** Collects it. */
final class GarbageCollector {

  private GarbageCollector() {}

  /**
   * Until this returns nothing is kept that only a weak reference leads to. References that were
   * cleared hang together in a list until the JVM has handled each; that of the first collection is
   * done with when something of the second comes out of its queue.
   */
  static void collect() {
    collectOnce();
    collectOnce();
  }

  private static void collectOnce() {
    var queue = new ReferenceQueue<Object>();
    var canary = new WeakReference<>(new Object(), queue);
    await()
        .until(
            () -> {
              System.gc();
              return queue.poll() != null;
            });
    Reference.reachabilityFence(canary);
  }
}
