package io.patternedapp.apiserver;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The end of an operator: lets as many writes about {@code app-<n>} through as its number says;
 * then nothing about it.
 */
final class EndAfterWrites {

  private static final int NAME = "app-00".length();

  private final Map<String, AtomicInteger> writes = new ConcurrentHashMap<>();
  private final Set<String> dead = ConcurrentHashMap.newKeySet();

  /** The apps that the operator cannot do anything about any more. */
  Set<String> dead() {
    return dead;
  }

  /** How many writes were tried, by app. */
  Map<String, AtomicInteger> writes() {
    return writes;
  }

  Fault fault(ApiCall call) {
    if (call.name().length() < NAME || call.isWatch()) {
      return Fault.NONE;
    }
    var app = call.name().substring(0, NAME);
    if (dead.contains(app)) {
      return Fault.RESET;
    }
    // How often the status is written depends on what falls into one second.
    if (!call.isWrite() || call.isStatus()) {
      return Fault.NONE;
    }
    int before = writes.computeIfAbsent(app, key -> new AtomicInteger()).getAndIncrement();
    if (before < Integer.parseInt(app.substring("app-".length()))) {
      return Fault.NONE;
    }
    dead.add(app);
    return Fault.RESET;
  }
}
