package io.patternedapp.validate.format;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The format of CronJob schedules: the API server uses the standard parser of
 * github.com/robfig/cron v3 and rejects a time zone prefix.
 */
public final class CronSchedule {

  private static final Set<String> DESCRIPTORS =
      Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
  private static final String EVERY_PREFIX = "@every ";

  /** The format of Go's {@code time.ParseDuration}. */
  private static final Pattern DURATION =
      Pattern.compile("[-+]?(0|(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)");

  private static final Pattern WHITESPACE = Pattern.compile("\\s+");
  private static final List<String> MONTHS =
      List.of(
          "", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS_OF_WEEK =
      List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", 0, 59, List.of()),
          new Field("hour", 0, 23, List.of()),
          new Field("day of month", 1, 31, List.of()),
          new Field("month", 1, 12, MONTHS),
          new Field("day of week", 0, 6, DAYS_OF_WEEK));

  private CronSchedule() {}

  /** Returns what the schedule must be, as the end of a message, or empty if it is valid. */
  public static Optional<String> findError(String schedule) {
    if (schedule.contains("TZ")) {
      return Optional.of("must not contain a time zone; set it in timeZone");
    }
    if (schedule.startsWith("@")) {
      return isDescriptor(schedule)
          ? Optional.empty()
          : Optional.of(
              "must be one of @hourly, @daily, @weekly, @monthly, @yearly, or an interval such"
                  + " as \"@every 90m\"");
    }
    var parts = WHITESPACE.split(schedule.strip());
    if (parts.length != FIELDS.size()) {
      return Optional.of(
          "must have five fields: minute, hour, day of month, month, day of week, such as \"30 4"
              + " * * *\"");
    }
    for (int i = 0; i < parts.length; i++) {
      var field = FIELDS.get(i);
      if (!field.accepts(parts[i])) {
        return Optional.of(
            ("\"%s\" is not a valid %s; use %d to %d, *, a list such as %d,%d, a range such as"
                    + " %d-%d, or steps such as */2")
                .formatted(
                    parts[i],
                    field.name(),
                    field.first(),
                    field.last(),
                    field.first(),
                    field.first() + 2,
                    field.first(),
                    field.first() + 2));
      }
    }
    return Optional.empty();
  }

  private static boolean isDescriptor(String schedule) {
    return DESCRIPTORS.contains(schedule)
        || (schedule.startsWith(EVERY_PREFIX)
            && DURATION.matcher(schedule.substring(EVERY_PREFIX.length())).matches());
  }

  /** A field of a schedule, with the names of its numbers (such as jan for 1). */
  private record Field(String name, int first, int last, List<String> names) {

    boolean accepts(String list) {
      return List.of(list.split(",", -1)).stream()
          .filter(part -> !part.isEmpty())
          .allMatch(this::acceptsPart);
    }

    private boolean acceptsPart(String part) {
      var rangeAndStep = part.split("/", -1);
      if (rangeAndStep.length > 2
          || (rangeAndStep.length == 2 && parseNumber(rangeAndStep[1]) < 1)) {
        return false;
      }
      var range = rangeAndStep[0].split("-", -1);
      if (range[0].equals("*") || range[0].equals("?")) {
        return range.length == 1;
      }
      int from = parseValue(range[0]);
      int to = range.length == 1 ? from : parseValue(range[range.length - 1]);
      return range.length <= 2 && first <= from && from <= to && to <= last;
    }

    private int parseValue(String text) {
      int index = names.indexOf(text.toLowerCase(Locale.ROOT));
      return index < 0 || text.isEmpty() ? parseNumber(text) : index;
    }

    private static int parseNumber(String text) {
      return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }
  }
}
