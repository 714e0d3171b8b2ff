package io.patternedapp.cli.controlplane;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The sources by the names that users give them, in the order in which they are tried. */
enum SourceName {
  ASSETS,
  CACHE,
  DOWNLOAD,
  BUILD;

  static final String VARIABLE = "PATTERNEDAPP_CONTROLPLANE";

  /** Those that the environment allows: all, unless {@value #VARIABLE} lists some. */
  static Set<SourceName> allowedBy(Map<String, String> environment) {
    String list = environment.getOrDefault(VARIABLE, "");
    if (list.isBlank()) {
      return EnumSet.allOf(SourceName.class);
    }
    return Arrays.stream(list.split(",", -1))
        .map(SourceName::parse)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(SourceName.class)));
  }

  private static SourceName parse(String text) {
    return Arrays.stream(values())
        .filter(name -> name.toString().equals(text.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new ControlPlaneMisconfiguredException(
                    "%s holds \"%s\"; it is a comma-separated list of some of: %s"
                        .formatted(
                            VARIABLE,
                            text.strip(),
                            Arrays.stream(values())
                                .map(SourceName::toString)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
