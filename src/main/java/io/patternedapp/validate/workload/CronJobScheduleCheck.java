package io.patternedapp.validate.workload;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.workload.CronJobWorkload;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.CronSchedule;
import io.patternedapp.validate.problem.Problems;
import java.time.ZoneId;
import java.util.Set;

/** Checks the schedule and the time zone of a CronJob. */
public final class CronJobScheduleCheck implements SpecCheck {

  private static final String PATH = "spec.workload.cronJob";

  /** Time zones that the API server accepts and some Java runtimes do not have. */
  private static final Set<String> ADDITIONAL_TIME_ZONES = Set.of("EST", "MST", "HST", "ROC");

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var settings = spec.workload() == null ? null : spec.workload().cronJob();
    if (settings == null) {
      return;
    }
    CronSchedule.findError(String.valueOf(settings.schedule()))
        .ifPresent(
            error ->
                problems.error(
                    PATH + ".schedule",
                    "ScheduleInvalid",
                    "Invalid value \"%s\": %s",
                    settings.schedule(),
                    error));
    checkTimeZone(settings, problems);
  }

  private static void checkTimeZone(CronJobWorkload settings, Problems problems) {
    var timeZone = settings.timeZone();
    problems.errorIf(
        timeZone != null
            && !ADDITIONAL_TIME_ZONES.contains(timeZone)
            && !ZoneId.getAvailableZoneIds().contains(timeZone),
        PATH + ".timeZone",
        "TimeZoneUnknown",
        "Invalid value \"%s\": must be a time zone name such as Europe/Berlin or Etc/UTC",
        timeZone);
  }
}
