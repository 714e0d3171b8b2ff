package io.patternedapp.validate.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* * * * *",
        "*/5 * * * *",
        "30 4 * * 1-5",
        "0 0 1,15 * ?",
        "59 23 31 12 6",
        "0 9-17/2 * * MON-fri",
        "0 0 1 jan,Jul *",
        "5/10 * * * *",
        " 0  0 * * * ",
        "@hourly",
        "@annually",
        "@midnight",
        "@every 1h30m",
        "@every 0.5h"
      })
  void validCronSchedulesAreAccepted(String schedule) {
    assertThat(CronSchedule.findError(schedule)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * 32 * *",
        "* * * 13 *",
        "* * * * 7",
        "* * * * monday",
        "5-1 * * * *",
        "*/0 * * * *",
        "*/x * * * *",
        "1-2-3 * * * *",
        "-1 * * * *",
        "a * * * *",
        "@reboot",
        "@Daily",
        "@every",
        "@every soon",
        "TZ=Europe/Berlin 0 0 * * *",
        "CRON_TZ=UTC @daily"
      })
  void invalidCronSchedulesAreRejected(String schedule) {
    assertThat(CronSchedule.findError(schedule)).isPresent();
  }
}
