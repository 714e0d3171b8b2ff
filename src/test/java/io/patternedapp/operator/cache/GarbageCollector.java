package io.patternedapp.operator.cache;

import static org.awaitility.Awaitility.await;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/** Runs garbage collections until weak references are cleared. */
final class GarbageCollector {

  private GarbageCollector() {}

  /**
   * Returns when no object remains that is only weakly reachable. The JVM handles cleared
   * references in order, so a reference of the second collection leaves its queue after all
   * references of the first collection are handled.
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
