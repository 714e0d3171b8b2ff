package io.patternedapp.operator;

import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;

/** Collects it. */
final class Garbage {

  private Garbage() {}

  /** Until this returns nothing is kept that only a weak reference leads to. */
  static void collect() {
    var canary = new WeakReference<>(new Object());
    await()
        .until(
            () -> {
              System.gc();
              return canary.get() == null;
            });
  }
}
