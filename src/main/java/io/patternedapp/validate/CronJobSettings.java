package io.patternedapp.validate;

import io.patternedapp.api.CronJobWorkload;
import io.patternedapp.api.PatternedAppSpec;
import java.time.ZoneId;
import java.util.Set;

/** When a CronJob runs. */
final class CronJobSettings implements SpecCheck {

  private static final String PATH = "spec.workload.cronJob";

  /** Known to the API server but not among the identifiers of every Java runtime. */
  private static final Set<String> FURTHER_ZONES = Set.of("EST", "MST", "HST", "ROC");

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var settings = spec.workload() == null ? null : spec.workload().cronJob();
    if (settings == null) {
      return;
    }
    CronSchedule.whyNot(String.valueOf(settings.schedule()))
        .ifPresent(
            why ->
                problems.error(
                    PATH + ".schedule",
                    "ScheduleInvalid",
                    "\"%s\" is no schedule: %s",
                    settings.schedule(),
                    why));
    checkZone(settings, problems);
  }

  private static void checkZone(CronJobWorkload settings, Problems problems) {
    var zone = settings.timeZone();
    problems.errorIf(
        zone != null
            && !FURTHER_ZONES.contains(zone)
            && !ZoneId.getAvailableZoneIds().contains(zone),
        PATH + ".timeZone",
        "TimeZoneUnknown",
        "\"%s\" is no time zone: use a name such as Europe/Berlin or Etc/UTC",
        zone);
  }
}
