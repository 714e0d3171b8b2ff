package io.patternedapp.bench;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * CPU time of processes: on a machine that is busy with something else it says more than the clock.
 */
final class CpuTime {

  private CpuTime() {}

  /** What this process has started, and what those have. */
  static Set<ProcessHandle> descendants() {
    return ProcessHandle.current().descendants().collect(Collectors.toSet());
  }

  static Duration total(Set<ProcessHandle> processes) {
    return processes.stream()
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
