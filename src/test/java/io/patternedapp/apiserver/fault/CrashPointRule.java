package io.patternedapp.apiserver.fault;

import io.patternedapp.apiserver.support.proxy.Fault;
import io.patternedapp.apiserver.support.proxy.ProxiedRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Simulates a crash of the operator at a given write: passes the first n writes for {@code app-<n>}
 * and then resets all requests for that app.
 */
final class CrashPointRule {

  private static final int APP_NAME_LENGTH = "app-00".length();

  private final Map<String, AtomicInteger> writeAttempts = new ConcurrentHashMap<>();
  private final Set<String> crashedApps = ConcurrentHashMap.newKeySet();

  /** Returns the apps whose requests are reset. */
  Set<String> crashedApps() {
    return crashedApps;
  }

  /** Returns the number of attempted writes by app. */
  Map<String, AtomicInteger> writeAttempts() {
    return writeAttempts;
  }

  Fault faultFor(ProxiedRequest call) {
    if (call.objectName().length() < APP_NAME_LENGTH || call.isWatch()) {
      return Fault.NONE;
    }
    var app = call.objectName().substring(0, APP_NAME_LENGTH);
    if (crashedApps.contains(app)) {
      return Fault.CONNECTION_RESET;
    }
    // Status writes do not count: their number depends on how many changes fall into one second.
    if (!call.isWrite() || call.isStatusSubresource()) {
      return Fault.NONE;
    }
    int before = writeAttempts.computeIfAbsent(app, key -> new AtomicInteger()).getAndIncrement();
    if (before < Integer.parseInt(app.substring("app-".length()))) {
      return Fault.NONE;
    }
    crashedApps.add(app);
    return Fault.CONNECTION_RESET;
  }
}
