package io.patternedapp.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.patternedapp.model.Annotations;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodRestartBackoffTest {

  private static final Instant START = Instant.parse("2026-11-24T03:00:00Z");

  @ParameterizedTest(name = "attempt {0}, ran for {1} s: delay {2} s, next attempt {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # attempt | ran   | delay | next
                    | 1     | 0     | 1
          0         | 1     | 0     | 1
          1         | 1     | 10    | 2
          2         | 1     | 20    | 3
          3         | 1     | 40    | 4
          4         | 1     | 80    | 5
          5         | 1     | 160   | 6
          6         | 1     | 300   | 7
          7         | 1     | 300   | 8
          100       | 1     | 300   | 101
          9999      | 1     | 300   | 10000
          10000     | 1     | 300   | 10001
          5         | 599   | 160   | 6
          5         | 600   | 0     | 1
          5         | 86400 | 0     | 1
          many      | 1     | 0     | 1
          -3        | 1     | 0     | 1
          99999999999 | 1   | 0     | 1
          """)
  void restartBackoffDoublesUpToFiveMinutesAndResetsAfterLongRun(
      String attempt, long runSeconds, long delaySeconds, int nextAttempt) {
    var pod = failedPod(attempt, runSeconds);

    assertThat(PodRestartBackoff.dueAt(pod))
        .isEqualTo(START.plusSeconds(runSeconds).plus(Duration.ofSeconds(delaySeconds)));
    assertThat(PodRestartBackoff.nextAttempt(pod)).isEqualTo(nextAttempt);
  }

  @Test
  void restartBackoffStartsWhenTheLastContainerTerminates() {
    var pod =
        new PodBuilder(failedPod("1", 5))
            .editStatus()
            .addNewInitContainerStatus()
            .withNewState()
            .withNewTerminated()
            .withFinishedAt(START.plusSeconds(30).toString())
            .endTerminated()
            .endState()
            .endInitContainerStatus()
            .addNewInitContainerStatus()
            .withNewState()
            .withNewRunning()
            .endRunning()
            .endState()
            .endInitContainerStatus()
            .addNewInitContainerStatus()
            .endInitContainerStatus()
            .endStatus()
            .build();

    assertThat(PodRestartBackoff.dueAt(pod)).isEqualTo(START.plusSeconds(40));
  }

  @Test
  void restartBackoffOfUnstartedPodCountsFromItsCreation() {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withCreationTimestamp(START.toString())
            .withAnnotations(Map.of(Annotations.RESTART_ATTEMPT, "2"))
            .endMetadata()
            .withNewStatus()
            .withPhase("Failed")
            .withReason("Evicted")
            .endStatus()
            .build();

    assertThat(PodRestartBackoff.dueAt(pod)).isEqualTo(START.plusSeconds(20));
  }

  private static Pod failedPod(String attempt, long runSeconds) {
    return new PodBuilder()
        .withNewMetadata()
        .withCreationTimestamp(START.minusSeconds(5).toString())
        .withAnnotations(attempt == null ? Map.of() : Map.of(Annotations.RESTART_ATTEMPT, attempt))
        .endMetadata()
        .withNewStatus()
        .withPhase("Failed")
        .withStartTime(START.toString())
        .addNewContainerStatus()
        .withNewState()
        .withNewTerminated()
        .withFinishedAt(START.plusSeconds(runSeconds).toString())
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }
}
