package io.patternedapp.bench;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Measures the CPU time of processes, which depends less on other load of the machine than elapsed
 * time does.
 */
final class CpuTime {

  private CpuTime() {}

  /** Returns all direct and indirect child processes of this process. */
  static Set<ProcessHandle> descendants() {
    return ProcessHandle.current().descendants().collect(Collectors.toSet());
  }

  static Duration total(Set<ProcessHandle> processes) {
    return processes.stream()
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
